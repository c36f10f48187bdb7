package dev.restorebot.bot.testing;

import dev.restorebot.bot.Main;
import dev.restorebot.engine.testing.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The program in a process of its own, as a shell starts it. Closing it kills it. */
public final class BotProcess implements AutoCloseable {
  /** These processes live for seconds: what they save is the compiler's and the collector's. */
  private static final List<String> SOON_UP =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

  private final Process process;
  private final Heard out;
  private final Heard err;

  private BotProcess(Process process) {
    this.process = process;
    this.out = new Heard(process.getInputStream());
    this.err = new Heard(process.getErrorStream());
  }

  /** Starts it with this process's environment and more. Nothing is ever pulled. */
  public static BotProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SOON_UP);
    command.addAll(List.of("-cp", classPath(), Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("RESTORE_BOT_SANDBOX_DOCKER_PULL", "false");
    builder.environment().putAll(environment);
    Process started = builder.start();
    started.getOutputStream().close();
    return new BotProcess(started);
  }

  /** Without what is only there for tests, such as their logging. */
  private static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** What it wrote to standard output so far. */
  public String out() {
    return out.text();
  }

  /** What it wrote to standard error so far. */
  public String err() {
    return err.text();
  }

  public long pid() {
    return process.pid();
  }

  /** Waits until what it wrote is as wanted. */
  public <T> T await(
      String what, Function<BotProcess, T> read, java.util.function.Predicate<T> is) {
    return Eventually.get(
        what,
        () -> {
          T value = read.apply(this);
          if (!process.isAlive() && !is.test(read.apply(this))) {
            throw new AssertionError("it ended before: " + what + "; " + this);
          }
          return value;
        },
        is);
  }

  /** Ends it as Ctrl-C or a service manager does. */
  public BotProcess terminate() {
    // Process.destroy would close the streams, and its last words would be lost.
    boolean unused = process.toHandle().destroy();
    return this;
  }

  /** Ends it as a crash does: it does nothing more. */
  public BotProcess kill() {
    boolean unused = process.toHandle().destroyForcibly();
    return this;
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new AssertionError("it does not end: " + this);
    }
    out.end();
    err.end();
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public String toString() {
    return "out: " + out() + " err: " + err();
  }

  private static final class Heard {
    private final StringBuilder text = new StringBuilder();
    private final Thread reader;

    Heard(InputStream stream) {
      reader = new Thread(() -> read(stream), "hears-bot");
      reader.setDaemon(true);
      reader.start();
    }

    private void read(InputStream stream) {
      try (stream) {
        byte[] buffer = new byte[4096];
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
          add(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        add("[" + e.getMessage() + "]");
      }
    }

    private synchronized void add(String more) {
      text.append(more);
    }

    synchronized String text() {
      return text.toString();
    }

    void end() throws InterruptedException {
      reader.join(TimeUnit.SECONDS.toMillis(10));
    }
  }
}
