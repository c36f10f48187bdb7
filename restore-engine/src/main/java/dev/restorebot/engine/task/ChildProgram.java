package dev.restorebot.engine.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A run of another program of this machine that works on a stream. It gets the bot's environment
 * without the bot's secrets, and its messages are in English. Closing ends it.
 */
public final class ChildProgram implements AutoCloseable {
  private static final int KEPT_ERRORS = 16 << 10;
  private static final long END_SECONDS = 30;

  private final Process process;
  private final Errors errors;

  private ChildProgram(Process process, String name) {
    this.process = process;
    this.errors = new Errors(process.getErrorStream(), name);
  }

  /**
   * Prepares a run. The caller may change the environment before it {@linkplain #start starts} it.
   *
   * @param command the program and its arguments; no shell reads them
   */
  public static ProcessBuilder prepare(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("RESTORE_BOT_") || name.startsWith("BACKUP_ENCRYPTION"));
    environment.remove("LANGUAGE");
    environment.put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /**
   * Starts a run.
   *
   * @param name of the threads that serve it
   * @throws IOException when there is no such program
   */
  public static ChildProgram start(ProcessBuilder prepared, String name) throws IOException {
    return new ChildProgram(prepared.start(), name);
  }

  /** Returns the process. */
  public Process process() {
    return process;
  }

  /**
   * Waits for the end, after the whole output was read.
   *
   * @return the exit code
   * @throws IOException when it does not end
   */
  public int end() throws IOException {
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the program did not exit");
      }
      errors.await();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Returns what it wrote to standard error so far; of much, the end. */
  public String errors() {
    return errors.text();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Reads what a program complains of, all of it, and keeps the end. */
  private static final class Errors {
    private final StringBuilder kept = new StringBuilder();
    private final Thread reader;

    Errors(InputStream from, String name) {
      this.reader = Threads.start(name + "-errors", () -> read(from));
    }

    private void read(InputStream from) {
      byte[] buffer = new byte[1 << 12];
      try (from) {
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
          synchronized (kept) {
            kept.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
            if (kept.length() > KEPT_ERRORS) {
              kept.delete(0, kept.length() - KEPT_ERRORS);
            }
          }
        }
      } catch (IOException e) {
        // it was ended
      }
    }

    void await() throws InterruptedException {
      reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    }

    String text() {
      synchronized (kept) {
        return kept.toString();
      }
    }
  }
}
