package dev.restorebot.benchmark;

import java.io.IOException;
import java.nio.file.Path;

/** B as {@code restore-bot test FILE}: a new JVM each time, which removes the sandbox itself. */
final class CommandLineTool implements Way {
  private final Path jar;

  CommandLineTool(Path jar) {
    this.jar = jar;
  }

  @Override
  public void run(Path dump, Stopwatch watch) throws IOException, InterruptedException {
    watch.start();
    Shell.succeed(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-jar",
        jar.toString(),
        "test",
        "--runtime",
        "docker",
        dump.toString());
    watch.verified();
    watch.removed();
    watch.lap("all");
  }
}
