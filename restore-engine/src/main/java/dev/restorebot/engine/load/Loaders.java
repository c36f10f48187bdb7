package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.text.Durations;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Picks the loader for a backup's format and gives up after the configured time. */
public final class Loaders implements Loader {
  private final ArchiveReader reader;
  private final LoadSettings settings;
  private final InstantSource clock;

  /** Loaders that unwrap backups with that reader. */
  public Loaders(ArchiveReader reader, LoadSettings settings, InstantSource clock) {
    this.reader = reader;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public LoadResult load(
      BackupArchive archive, Sandbox sandbox, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Loader loader = loader(archive, sandbox);
    AtomicBoolean tooLong = new AtomicBoolean();
    Cancellation limited = new Cancellation();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Threads.named("restore-timeout"));
    try (Cancellation.Registration fromOutside = cancellation.onCancel(limited::cancel)) {
      var unused =
          timer.schedule(
              () -> {
                tooLong.set(true);
                limited.cancel();
              },
              settings.timeout().toMillis(),
              TimeUnit.MILLISECONDS);
      return loader.load(archive, sandbox, progress, limited);
    } catch (CancellationException e) {
      if (tooLong.get() && !cancellation.isCancelled()) {
        throw timedOut().exception(e);
      }
      throw e;
    } finally {
      timer.shutdownNow();
    }
  }

  private Loader loader(BackupArchive archive, Sandbox sandbox) {
    if (archive.format() == ArchiveFormat.PLAIN) {
      return sandbox.hasClientTools()
          ? new PsqlLoader(reader, settings, clock)
          : new JdbcPlainLoader(reader, settings, clock);
    }
    return sandbox.hasClientTools()
        ? new PgRestoreLoader(reader, settings, clock)
        : new JdbcArchiveLoader(reader, settings, clock);
  }

  private Problem timedOut() {
    return new Problem(
        ProblemCode.TIMED_OUT,
        "The restore did not finish within "
            + Durations.text(settings.timeout())
            + " and was stopped; whether the backup is good is unknown.",
        "Raise `restore.timeout` if the database has grown, or give the sandbox more CPUs and"
            + " memory.");
  }
}
