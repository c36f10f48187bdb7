package dev.restorebot.engine.disaster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the tests' own classes that notes its steps and kills itself by SIGKILL. */
final class KilledProcess {
  private KilledProcess() {}

  /** Starts that class's main method; its output goes into a file of the state folder. */
  static Process start(Class<?> main, Path state, Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName(),
                state.toString()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(state.resolve("output").toFile())
        .start();
  }

  /** Waits for its end and returns its exit code. */
  static int await(Process process) throws InterruptedException {
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      throw new IllegalStateException("it did not end: " + process.pid());
    }
    return process.exitValue();
  }

  /** Adds a line to a file. */
  static void note(Path file, String line) {
    try {
      Path unused =
          Files.writeString(
              file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Kills the process that calls it. */
  static void die() {
    try {
      Process kill =
          new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
      boolean unused = kill.waitFor(1, TimeUnit.MINUTES);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("still alive");
  }
}
