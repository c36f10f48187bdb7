package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.task.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of rclone. Closing ends it. */
final class RcloneProcess implements Closeable {
  private static final int KEPT_ERRORS = 16 << 10;
  private static final long END_SECONDS = 30;

  private final Process process;
  private final Errors errors;

  private RcloneProcess(Process process) {
    this.process = process;
    this.errors = new Errors(process.getErrorStream());
  }

  static RcloneProcess start(RcloneRemote remote, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // rclone may be set up by its own variables and those of clouds; ours are none of its business.
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("RESTORE_BOT_") || name.startsWith("BACKUP_ENCRYPTION"));
    environment.put("LC_ALL", "C.UTF-8");
    // rclone up to 1.67 ends with "unsupported transport" when this is set; it has its own name
    // for the same.
    String authorities = environment.remove("AWS_CA_BUNDLE");
    if (authorities != null) {
      environment.putIfAbsent("RCLONE_CA_CERT", authorities);
    }
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new RcloneProcess(process);
    } catch (IOException e) {
      throw RcloneFailure.io(
          new Problem(
                  ProblemCode.CONNECTION_LOST,
                  "The remote "
                      + remote.shown()
                      + " cannot be read: the program "
                      + remote.program()
                      + " could not be run.",
                  "Install rclone, or set backups.rclone.program to where it is.")
              .exception(e));
    }
  }

  InputStream output() {
    return process.getInputStream();
  }

  /** Waits for the end, after the whole output was read. */
  int end() throws IOException {
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("rclone did not exit");
      }
      errors.await();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Returns its complaints so far. */
  String errors() {
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

    Errors(InputStream from) {
      this.reader = Threads.start("rclone-errors", () -> read(from));
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
