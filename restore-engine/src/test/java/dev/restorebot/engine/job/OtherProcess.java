package dev.restorebot.engine.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another Java process with this one's class path. */
public final class OtherProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private OtherProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Runs the class's {@code main} with one argument. */
  public static OtherProcess start(Class<?> main, Path argument) throws IOException {
    return start(List.of(), main, argument);
  }

  /** The same with options of Java, such as {@code -Xmx64m}. */
  public static OtherProcess start(List<String> options, Class<?> main, Path argument)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main.getName(), argument.toString()));
    return new OtherProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Runs it, kills it when it has printed so many lines, and returns them. */
  public static List<String> killAfterLines(int lines, Class<?> main, Path argument)
      throws IOException, InterruptedException {
    try (OtherProcess other = start(main, argument)) {
      List<String> printed = new ArrayList<>();
      while (printed.size() < lines) {
        printed.add(other.line());
      }
      return printed;
    }
  }

  /** The next line that it prints. */
  public String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the other process ended");
    }
    return line;
  }

  public long pid() {
    return process.pid();
  }

  /** Kills it and waits until it is gone. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
