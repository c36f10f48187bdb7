package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.SqlSummary;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.text.Durations;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Picks the loader for a backup's format and gives up after the configured time. */
public final class Loaders implements Loader {
  private static final Logger log = LoggerFactory.getLogger(Loaders.class);

  /** Bytes of a stored dump from which several sessions are clearly faster than psql. */
  private static final long LARGE = 16L << 20;

  /**
   * And bytes of it for each statement: one of ours takes half a millisecond longer than psql's.
   */
  private static final long FOR_EACH_STATEMENT = 32L << 10;

  private final ArchiveReader reader;
  private final Staging staging;
  private final LoadSettings settings;
  private final InstantSource clock;

  /** Loaders that unwrap backups with that reader. */
  public Loaders(ArchiveReader reader, LoadSettings settings, InstantSource clock) {
    this(reader, Staging.none(), settings, clock);
  }

  /** Loaders that unwrap backups with that reader, unless they are staged. */
  public Loaders(
      ArchiveReader reader, Staging staging, LoadSettings settings, InstantSource clock) {
    this.reader = reader;
    this.staging = staging;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Returns whether the settings leave it open how plain SQL is loaded, and several sessions would
   * be clearly faster than psql. Then psql has to confirm what they find wrong with the backup.
   */
  public static boolean paysInParallel(
      LoadSettings settings, BackupArchive archive, Sandbox sandbox) {
    return settings.plain() == PlainChoice.AUTO
        && archive.format() == ArchiveFormat.PLAIN
        && archive.sql().filter(sql -> pays(archive.sizeBytes(), sql)).isPresent()
        && sandbox.hasClientTools()
        && settings.jobs(sandbox) > 1;
  }

  static boolean pays(long bytes, SqlSummary sql) {
    return sql.foreign().isEmpty()
        && bytes >= Math.max(LARGE, FOR_EACH_STATEMENT * sql.statements());
  }

  @Override
  public LoadResult load(
      BackupArchive archive, Sandbox sandbox, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Loader loader = loader(archive, sandbox, progress);
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

  private Loader loader(BackupArchive archive, Sandbox sandbox, ProgressListener progress) {
    if (archive.format() == ArchiveFormat.PLAIN) {
      return new PlainLoader(reader, settings, clock, plainClient(archive, sandbox, progress));
    }
    return sandbox.hasClientTools()
        ? new PgRestoreLoader(reader, staging, settings, clock)
        : new JdbcArchiveLoader(reader, staging, settings, clock);
  }

  private PlainClient plainClient(
      BackupArchive archive, Sandbox sandbox, ProgressListener progress) {
    boolean parallel = settings.plain() == PlainChoice.PARALLEL;
    int jobs = parallel ? settings.jobs(sandbox) : 1;
    if (!sandbox.hasClientTools()) {
      return new JdbcPlainClient(jobs);
    }
    Optional<String> foreign = archive.sql().flatMap(SqlSummary::foreign);
    if (parallel && foreign.isPresent()) {
      String reason = "loading with psql, not in parallel: only psql loads " + foreign.get();
      log.info("{}: {}", archive.file().getFileName(), reason);
      progress.progress(Progress.of(0, reason));
      return new PsqlClient(" (" + reason + ")");
    }
    return parallel ? new JdbcPlainClient(jobs) : new PsqlClient("");
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
