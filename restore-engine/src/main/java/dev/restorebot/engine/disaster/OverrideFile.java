package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.TemporaryFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Compose file of ours that names the restored volume. The project's next deployment must read
 * it too, or that deployment would silently go back to the old volume.
 */
final class OverrideFile {
  /** The first words of a file of ours; any other is the team's own and is never written over. */
  static final String MARK = "# Written by restore-bot";

  private static final Pattern DECLARATION =
      Pattern.compile("(?m)^  (\\S+):\\n    external: true\\n    name: \"([^\"\\n]+)\"$");
  static final List<String> BASES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  private OverrideFile() {}

  /**
   * The file to write for that project.
   *
   * @throws ProblemException when no file of ours would be read at the next deployment
   */
  static Path choose(ComposeProject project, Optional<Path> configured) throws ProblemException {
    Path folder = project.workingDir();
    if (configured.isPresent()) {
      Path file = folder.resolve(configured.get()).normalize();
      if (!project.files().contains(file)) {
        throw refused(
            file
                + " is not among the files that the project was started with, so the next"
                + " deployment would not read it",
            prepare(file));
      }
      requireOurs(file);
      return file;
    }
    Optional<Path> ours = project.files().stream().filter(OverrideFile::isOurs).findFirst();
    if (ours.isPresent()) {
      return ours.get();
    }
    Path slot = folder.resolve("compose.restored.yaml");
    // The labels of containers go on naming an override file that was committed and deleted.
    List<Path> files =
        project.files().stream()
            .filter(
                file ->
                    Files.exists(file)
                        || !folder.equals(file.getParent())
                        || !OVERRIDES.contains(file.getFileName().toString()))
            .toList();
    if (files.size() != 1 || !isDefaultBase(folder, files.get(0))) {
      throw refused(
          "it was started with explicitly named files ("
              + String.join(", ", project.files().stream().map(Path::toString).toList())
              + "), so Compose does not read an override file automatically",
          prepare(slot));
    }
    if (namesFilesInEnv(folder)) {
      throw refused("its .env names the files (COMPOSE_FILE)", prepare(slot));
    }
    for (String name : OVERRIDES) {
      Path there = folder.resolve(name);
      if (Files.exists(there) && !isOurs(there)) {
        throw refused("it already has an override file of its own (" + there + ")", prepare(slot));
      }
    }
    boolean old = files.get(0).getFileName().toString().startsWith("docker-");
    return folder.resolve(old ? "docker-compose.override.yml" : "compose.override.yaml");
  }

  /**
   * Returns the project with the override file that Compose loads by itself at the next deployment:
   * it may have been written after the project was last looked at.
   */
  static ComposeProject withLoaded(ComposeProject project) {
    Path folder = project.workingDir();
    if (project.files().size() != 1 || !isDefaultBase(folder, project.files().get(0))) {
      return project;
    }
    List<Path> files = new ArrayList<>(project.files());
    OVERRIDES.stream().map(folder::resolve).filter(Files::exists).findFirst().ifPresent(files::add);
    return project.withFiles(files);
  }

  /** Returns what the file says now, to put it back later; empty when there is none. */
  static Optional<String> read(Path file) throws ProblemException {
    try {
      return Files.exists(file)
          ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Something that Compose is asked with an override file. */
  interface Question<T> {
    /** Asks it. */
    T ask(Optional<Path> file) throws ProblemException;
  }

  /**
   * Asks Compose something with a temporary override file, which does not count for anything else.
   *
   * @param content what that file says; empty to ask without one
   */
  static <T> T tried(Optional<String> content, Question<T> question) throws ProblemException {
    Path file = null;
    try {
      if (content.isPresent()) {
        file = TemporaryFiles.create("override", ".yaml");
        Files.writeString(file, content.get());
      }
      return question.ask(Optional.ofNullable(file));
    } catch (IOException e) {
      throw new IllegalStateException("no temporary file", e);
    } finally {
      TemporaryFiles.discard(file);
    }
  }

  /** Replaces the file as a whole, on the disk when this returns; empty removes it. */
  static void write(Path file, Optional<String> content) throws ProblemException {
    try {
      if (content.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      Path part = part(file);
      Files.writeString(part, content.get(), StandardCharsets.UTF_8);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * Makes a service mount a volume or a folder at a path, in place of what its files mount there.
   */
  static String mount(String service, DataVolume.Kind kind, String source, String path) {
    String type = kind == DataVolume.Kind.FOLDER ? "bind" : "volume";
    return "services:\n  "
        + quoted(service)
        + ":\n    volumes:\n      - type: "
        + type
        + "\n        source: "
        + quoted(source)
        + "\n        target: "
        + quoted(path)
        + "\n"
        // Docker would make a missing folder, empty, and say nothing.
        + (type.equals("bind") ? "        bind:\n          create_host_path: false\n" : "");
  }

  /** A YAML string in which Compose replaces no variable. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$") + '"';
  }

  /** Declarations of volumes, as they stand in our file and as they are to be committed. */
  static String declaration(Map<String, String> volumes) {
    StringBuilder text = new StringBuilder("volumes:\n");
    volumes.forEach(
        (key, volume) ->
            text.append("  ")
                .append(key)
                .append(":\n    external: true\n    name: \"")
                .append(volume)
                .append("\"\n"));
    return text.toString();
  }

  /**
   * Returns the volumes that a file of ours declares: a volume's name in the project's files, and
   * in Docker.
   */
  static Map<String, String> declared(Path file) throws ProblemException {
    Map<String, String> found = new TreeMap<>();
    if (isOurs(file)) {
      Matcher each = DECLARATION.matcher(read(file).orElse(""));
      while (each.find()) {
        found.put(each.group(1), each.group(2));
      }
    }
    return found;
  }

  private static void requireOurs(Path file) throws ProblemException {
    boolean empty =
        read(file)
            .orElse("")
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .allMatch(line -> line.matches("|\\{}|---|(volumes|services):( *\\{})?"));
    if (!empty && !isOurs(file)) {
      throw refused(
          file + " has content of your own, which would be overwritten",
          "Move it to another file and leave `volumes: {}` there.");
    }
  }

  /**
   * Refuses a file that could not be written at the swap, by writing another one beside it.
   *
   * @throws ProblemException whose folder it is, with what to do
   */
  static void requireWritable(Path file) throws ProblemException {
    try {
      // Not the file that a swap is writing there, perhaps in another process.
      Files.delete(Files.createTempFile(file.getParent(), ".restore-bot-", ".probe"));
    } catch (IOException e) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The swap would fail: restore-bot's user "
                  + System.getProperty("user.name")
                  + " cannot write "
                  + file
                  + ", because the folder belongs to "
                  + owner(file.getParent())
                  + ".",
              "Give it write permission: `sudo setfacl -m u:"
                  + System.getProperty("user.name")
                  + ":rwx "
                  + file.getParent()
                  + "`. Or run restore-bot as that user, or set `disaster.swap: manual`.")
          .exception(e);
    }
  }

  private static String owner(Path folder) {
    try {
      return Files.getOwner(folder).getName();
    } catch (IOException e) {
      return "somebody else";
    }
  }

  private static Path part(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".part");
  }

  private static boolean isOurs(Path file) {
    try {
      return Files.exists(file) && Files.readString(file).startsWith(MARK);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isDefaultBase(Path folder, Path file) {
    return folder.equals(file.getParent()) && BASES.contains(file.getFileName().toString());
  }

  private static boolean namesFilesInEnv(Path folder) {
    try {
      return Files.readAllLines(folder.resolve(".env")).stream()
          .anyMatch(line -> line.strip().startsWith("COMPOSE_FILE="));
    } catch (IOException e) {
      return false; // there is none
    }
  }

  private static String prepare(Path slot) {
    return "Do this once: write `volumes: {}` into "
        + slot
        + ", pass it as the last -f of every deployment (or last in COMPOSE_FILE), deploy, and set"
        + " `disaster.override-file: "
        + slot
        + "`. Or set `disaster.swap: manual`.";
  }

  private static ProblemException refused(String why, String hint) {
    return new Problem(
            ProblemCode.TARGET_UNSUITABLE,
            "The swap would not last: the project's next deployment would go back to the old"
                + " volume, because "
                + why
                + ".",
            hint)
        .exception();
  }

  private static ProblemException unwritable(Path file, IOException cause) {
    return new Problem(
            ProblemCode.SWAP_FAILED,
            "The override file "
                + file
                + " cannot be read or written ("
                + cause.getClass().getSimpleName()
                + ").",
            "Give restore-bot's user write permission for the project's folder, then try again.")
        .exception(cause);
  }
}
