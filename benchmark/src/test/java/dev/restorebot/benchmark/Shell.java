package dev.restorebot.benchmark;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs programs of this machine, as a person at a terminal does. */
final class Shell {
  private static final File NOTHING = new File("/dev/null");

  private Shell() {}

  /**
   * The end of a program.
   *
   * @param output its standard output, without the last line end
   */
  record Result(int exit, String output) {}

  /** Runs it to its end; standard error goes to ours. */
  static Result run(Optional<Path> input, Optional<Path> output, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(input.map(Path::toFile).orElse(NOTHING));
    builder.redirectError(Redirect.INHERIT);
    output.ifPresent(file -> builder.redirectOutput(file.toFile()));
    Process process = builder.start();
    byte[] said = process.getInputStream().readAllBytes();
    return new Result(process.waitFor(), new String(said, StandardCharsets.UTF_8).strip());
  }

  /** Runs it and returns its standard output. Anything but success ends the benchmark. */
  static String succeed(String... command) throws IOException, InterruptedException {
    return succeed(Optional.empty(), Optional.empty(), command);
  }

  /** The same with files for input and output. */
  static String succeed(Optional<Path> input, Optional<Path> output, String... command)
      throws IOException, InterruptedException {
    Result result = run(input, output, List.of(command));
    if (result.exit() != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + result.exit());
    }
    return result.output();
  }
}
