package dev.restorebot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code restore-bot test FILE}: a new JVM each time, which removes the sandbox itself. */
final class CommandLineTool implements Way {
  private final Path launcher;
  private final Path jar;

  /** Writes the archive of classes that packages and the image have. */
  CommandLineTool(Path launcher, Path jar) throws IOException, InterruptedException {
    this.launcher = launcher;
    this.jar = jar;
    Path archive = Path.of(jar.toString().replaceFirst("\\.jar$", ".jsa"));
    Files.deleteIfExists(archive);
    succeed(List.of("generate-class-archive", archive.toString()), List.of());
  }

  @Override
  public void run(Backup backup, Stopwatch watch) throws IOException, InterruptedException {
    watch.start();
    succeed(
        List.of("test", "--runtime", "docker", backup.file().toString()),
        List.of("RESTORE_BOT_BACKUPS_KEY_FILE=" + backup.key()));
    watch.verified();
    watch.removed();
    watch.lap("all");
  }

  @Override
  public boolean removesFirst() {
    return true;
  }

  private void succeed(List<String> arguments, List<String> environment)
      throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("env", "RESTORE_BOT_JAR=" + jar));
    command.addAll(environment);
    command.add(launcher.toString());
    command.addAll(arguments);
    var unused = Shell.succeed(Optional.empty(), Optional.empty(), command.toArray(String[]::new));
  }
}
