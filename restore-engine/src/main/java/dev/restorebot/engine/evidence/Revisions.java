package dev.restorebot.engine.evidence;

import dev.restorebot.engine.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of reports: the first of an id is in {@code reports/ID}, later ones in {@code
 * reports/ID/revision-N}. They are never written again.
 */
final class Revisions {
  static final String JSON = "report.json";
  static final String MARKDOWN = "report.md";
  static final String HTML = "report.html";
  static final String ENVELOPE = "report.dsse.json";
  static final List<String> SIGNED = List.of(JSON, MARKDOWN, HTML);

  static final List<String> ALL = List.of(JSON, MARKDOWN, HTML, ENVELOPE);

  private final Path root;

  Revisions(Path root) {
    this.root = root;
  }

  /** The newest revision of an id; 0 when there is none. */
  int newest(String id) {
    return newestIn(root.resolve(id));
  }

  static int newestIn(Path first) {
    if (!Files.isDirectory(first)) {
      return 0;
    }
    int revision = 1;
    while (Files.isDirectory(first.resolve("revision-" + (revision + 1)))) {
      revision++;
    }
    return revision;
  }

  Path folder(String id, int revision) {
    return folderIn(root.resolve(id), revision);
  }

  static Path folderIn(Path first, int revision) {
    return revision == 1 ? first : first.resolve("revision-" + revision);
  }

  /** The ids that have a report. */
  List<String> ids() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(JSON)))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** Puts a revision in place, whole or not at all; one that is there stays, and this fails. */
  Path put(String id, int revision, Map<String, byte[]> files) throws IOException {
    Path unfinished = root.resolve(".unfinished-" + id + "-" + revision);
    remove(unfinished);
    PrivateFiles.createFolder(unfinished);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = unfinished.resolve(file.getKey());
      PrivateFiles.createFile(path);
      Files.write(path, file.getValue(), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }
    return Files.move(unfinished, folder(id, revision), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void remove(Path unfinished) throws IOException {
    if (!Files.isDirectory(unfinished)) {
      return;
    }
    try (Stream<Path> files = Files.list(unfinished)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(unfinished);
  }
}
