package dev.restorebot.engine.sandbox.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** Runs short programs of our own choice, with a clean environment. */
final class LocalCommands {
  private static final int SECONDS = 30;

  private LocalCommands() {}

  /**
   * Runs a command and returns its output of both streams.
   *
   * @throws IOException when it does not run, fails or takes too long
   */
  static String output(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    clean(builder.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(command.get(0) + " did not finish");
      }
      if (process.exitValue() != 0) {
        throw new IOException(command.get(0) + ": " + text.strip());
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  /** Nothing of the bot's environment is passed on: it holds keys and tokens. */
  static void clean(Map<String, String> environment) {
    environment.clear();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC"); // else initdb compares all time zones with the machine's
  }
}
