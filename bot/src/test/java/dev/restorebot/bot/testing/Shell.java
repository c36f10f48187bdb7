package dev.restorebot.bot.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Does what a person does with a command that the bot shows: pastes it into a shell. */
public final class Shell {
  private Shell() {}

  /** Whether this machine has what the commands of that runtime need. */
  public static boolean canRun(String runtime) {
    String program = runtime.equals("docker") ? "docker" : "sh";
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** What the command prints; fails when it does. */
  public static String run(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("`" + command + "` failed: " + said);
    }
    return said.strip();
  }
}
