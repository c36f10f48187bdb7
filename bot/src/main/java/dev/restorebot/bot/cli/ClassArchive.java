package dev.restorebot.bot.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * Writes an archive for the JVM's class data sharing: classes as the JVM has them in memory, so
 * that a command need not read and verify them. The archive holds for one JVM and one jar; with
 * another, the JVM reads the jar as without it.
 */
final class ClassArchive {
  /** Packages that commands use after the point at which the sample commands may end. */
  private static final List<String> WHOLE =
      List.of(
          "dev/restorebot/engine/",
          "org/postgresql/",
          "org/sqlite/",
          "org/jdbi/v3/core/",
          "org/flywaydb/core/",
          "com/github/dockerjava/api/",
          "com/github/dockerjava/core/");

  private static final String CLASS = ".class";

  private ClassArchive() {}

  /**
   * Runs sample commands, which restore nothing and reach no Docker, and writes what they loaded.
   *
   * @param archive replaced when it is there
   * @throws IOException when the JVM has written none
   */
  static void write(Path jar, Path archive) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("restore-bot-classes");
    try {
      Set<String> classes = new LinkedHashSet<>();
      Path backup = Files.createFile(folder.resolve("sample.dump"));
      try (var sample =
          ClassArchive.class.getResourceAsStream(
              "/samples/sampleapp_db_2026-11-01_02-30-00.dump")) {
        Files.copy(sample, backup, StandardCopyOption.REPLACE_EXISTING);
      }
      for (List<String> command :
          List.of(
              List.of("--version"),
              List.of("inspect", backup.toString()),
              List.of("test", "--runtime", "docker", backup.toString()))) {
        classes.addAll(loaded(jar, folder, command));
      }
      addWhole(jar, classes);
      Path list = Files.write(folder.resolve("all"), classes);
      Path made = folder.resolve("made");
      java(
          folder,
          List.of(
              "-Xshare:dump",
              "-Xlog:disable",
              "-XX:SharedClassListFile=" + list,
              "-XX:SharedArchiveFile=" + made,
              "-cp",
              jar.toString()));
      if (!Files.exists(made)) {
        throw new IOException("this JVM cannot write an archive of classes");
      }
      Files.copy(made, archive, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      remove(folder);
    }
  }

  /** Runs a command and returns the JVM's list of what it loaded. */
  private static List<String> loaded(Path jar, Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path list = folder.resolve("loaded");
    List<String> arguments = new ArrayList<>();
    arguments.add("-XX:DumpLoadedClassList=" + list);
    arguments.addAll(List.of("-jar", jar.toString()));
    arguments.addAll(command);
    java(folder, arguments);
    // Numbers are of one list; a source marks classes of other loaders, which need theirs.
    return Files.readAllLines(list, StandardCharsets.UTF_8).stream()
        .filter(line -> !line.startsWith("#") && !line.contains(" source: "))
        .map(line -> line.replaceFirst(" id: \\d+$", ""))
        .toList();
  }

  private static void addWhole(Path jar, Set<String> classes) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(CLASS) && WHOLE.stream().anyMatch(name::startsWith))
          .map(name -> name.substring(0, name.length() - CLASS.length()))
          .forEach(classes::add);
    }
  }

  private static void java(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("RESTORE_BOT_"));
    builder.environment().put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    builder.environment().put("DOCKER_HOST", "unix://" + folder.resolve("none"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    process.getOutputStream().close();
    // Exit codes differ on purpose: the test finds no Docker.
    var unused = process.waitFor();
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
