package dev.restorebot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code restore-bot test FILE}: a new JVM each time, which removes the sandbox itself. */
final class CommandLineTool implements Way {
  private final Path launcher;
  private final Path jar;
  private final Map<String, String> settings;

  /**
   * Writes the archive of classes that packages and the image have, beside the jar.
   *
   * @param settings variables of the launcher and of the bot's settings
   */
  CommandLineTool(Path launcher, Path jar, Map<String, String> settings)
      throws IOException, InterruptedException {
    this.launcher = launcher;
    this.jar = jar;
    this.settings = settings;
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
    List<String> command = new ArrayList<>(List.of("env", "RESTORE_BOT_JAR=" + jar));
    settings.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(environment);
    command.add(launcher.toString());
    command.addAll(arguments);
    var unused = Shell.succeed(Optional.empty(), Optional.empty(), command.toArray(String[]::new));
  }
}
