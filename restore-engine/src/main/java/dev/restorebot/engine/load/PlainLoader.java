package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Loads plain SQL as a stream: it lies nowhere in between. */
final class PlainLoader implements Loader {
  private static final String FOREIGN =
      "lines above the dump are text that pg_dump or another program wrote for people (2>&1, or a"
          + " terminal): psql by hand reports a syntax error there and skips one SET; make backups"
          + " with pg_dump --file=NAME";

  private final ArchiveReader reader;
  private final LoadSettings settings;
  private final InstantSource clock;
  private final PlainClient client;

  PlainLoader(
      ArchiveReader reader, LoadSettings settings, InstantSource clock, PlainClient client) {
    this.reader = reader;
    this.settings = settings;
    this.clock = clock;
    this.client = client;
  }

  @Override
  public LoadResult load(
      BackupArchive archive, Sandbox sandbox, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Instant start = clock.instant();
    client.check(archive, sandbox, cancellation);
    ErrorContext context = new ErrorContext(archive, sandbox);
    ErrorCollector errors = new ErrorCollector(context.rules(settings.rules()));
    ArchiveMessages messages = new ArchiveMessages(archive.file());
    int exit =
        reader.readAgain(
            archive,
            cancellation,
            sql -> {
              try (IndexedDump dump = new IndexedDump(sql, messages, archive.section())) {
                return send(archive, dump, sandbox, errors, progress, cancellation);
              }
            });
    errors.end("psql", exit, sandbox);
    return new LoadResult(
        client.tool(),
        exit,
        context.explained(errors.errors()),
        errors.count(),
        errors.ignored(),
        client.jobs(),
        Duration.between(start, clock.instant()));
  }

  private int send(
      BackupArchive archive,
      IndexedDump dump,
      Sandbox sandbox,
      ErrorCollector errors,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException, IOException {
    RestoreProgress steps = new RestoreProgress(archive.entries(), clock, progress);
    try (ServerProgress ignored = new ServerProgress(sandbox, steps, false)) {
      return client.send(
          dump, !settings.ownerAndPrivileges(), sandbox, errors, steps, cancellation);
    } finally {
      if (dump.foreignLines() > 0) {
        errors.ignore(FOREIGN, dump.foreignLines());
      }
    }
  }
}
