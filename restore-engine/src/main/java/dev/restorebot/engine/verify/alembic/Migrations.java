package dev.restorebot.engine.verify.alembic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The migrations of an application as a graph, with its branches and merges. */
final class Migrations {
  private final Map<String, PythonRevision> all = new HashMap<>();

  /**
   * Reads every file of alembic's folder {@code versions}, and of the folders in it.
   *
   * @throws IOException when it cannot be read, or is no consistent set of migrations; the message
   *     is for people
   */
  static Migrations read(Path folder) throws IOException {
    Migrations migrations = new Migrations();
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(f -> f.toString().endsWith(".py") && Files.isRegularFile(f)).toList();
    } catch (IOException e) {
      throw new IOException("the folder " + folder + " cannot be read", e);
    }
    for (Path file : files) {
      String python = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      Optional<PythonRevision> revision = PythonRevision.read(python);
      if (revision.isPresent()
          && migrations.all.put(revision.get().revision(), revision.get()) != null) {
        throw new IOException("two files define the revision " + revision.get().revision());
      }
    }
    migrations.requireWhole(folder);
    return migrations;
  }

  private void requireWhole(Path folder) throws IOException {
    if (all.isEmpty()) {
      throw new IOException("the folder " + folder + " holds no migrations");
    }
    for (PythonRevision revision : all.values()) {
      for (String parent : revision.parents()) {
        if (!all.containsKey(parent)) {
          throw new IOException(
              "the migration " + revision.revision() + " follows " + parent + ", which is missing");
        }
      }
    }
  }

  /** The revisions that no other follows. */
  Set<String> heads() {
    Set<String> heads = new TreeSet<>(all.keySet());
    all.values().forEach(revision -> heads.removeAll(revision.parents()));
    return heads;
  }

  boolean knows(String revision) {
    return all.containsKey(revision);
  }

  /** These revisions and all before them. */
  Set<String> upTo(Collection<String> revisions) {
    Set<String> reached = new TreeSet<>();
    Deque<String> todo = new ArrayDeque<>(revisions);
    while (!todo.isEmpty()) {
      String revision = todo.pop();
      if (reached.add(revision)) {
        todo.addAll(all.get(revision).parents());
      }
    }
    return reached;
  }

  /** {@code 0002 (add orders)} for each. */
  List<String> titled(Collection<String> revisions) {
    return revisions.stream().map(id -> id + " (" + all.get(id).title() + ")").toList();
  }
}
