package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.archive.SqlSummary;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.server.ServerError;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Loads plain SQL that pg_dump wrote over JDBC, without psql. A file with anything else in it is
 * refused before anything of it runs.
 */
final class JdbcPlainLoader implements Loader {
  private static final String TOOL = "restore-bot's loader for plain SQL (no psql was run)";

  private final ArchiveReader reader;
  private final LoadSettings settings;
  private final InstantSource clock;

  JdbcPlainLoader(ArchiveReader reader, LoadSettings settings, InstantSource clock) {
    this.reader = reader;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public LoadResult load(
      BackupArchive archive, Sandbox sandbox, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Optional<String> unknown = archive.sql().flatMap(SqlSummary::foreign);
    if (unknown.isPresent()) {
      throw NeedsClientTools.problem(unknown.get()).exception();
    }
    Instant start = clock.instant();
    ErrorContext context = new ErrorContext(archive, sandbox);
    ErrorCollector errors = new ErrorCollector(context.rules(settings.rules()));
    ArchiveMessages messages = new ArchiveMessages(archive.file());
    int exit =
        reader.readAgain(
            archive,
            cancellation,
            sql -> {
              try (IndexedDump dump = new IndexedDump(sql, messages, archive.section())) {
                return feed(archive, dump, sandbox, errors, progress, cancellation);
              }
            });
    return new LoadResult(
        TOOL,
        exit,
        context.explained(errors.errors()),
        errors.count(),
        errors.ignored(),
        1,
        Duration.between(start, clock.instant()));
  }

  private int feed(
      BackupArchive archive,
      IndexedDump dump,
      Sandbox sandbox,
      ErrorCollector errors,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException, IOException {
    RestoreProgress steps = new RestoreProgress(archive.entries(), clock, progress);
    try (LoadSession session = LoadSession.open(sandbox, cancellation);
        ServerProgress ignored = new ServerProgress(sandbox, steps, false)) {
      PlainFeed.Heard heard =
          new PlainFeed.Heard() {
            @Override
            public void reached(long line) {
              dump.index().entryAtLine(line).ifPresent(entry -> steps.startedAlone(entry.dumpId()));
            }

            @Override
            public void refused(long line, ServerError error, String statement) {
              String object = dump.index().entryAtLine(line).map(TocEntry::display).orElse("");
              errors.add(object, error.text(), statement);
            }
          };
      boolean withoutOwners = !settings.ownerAndPrivileges();
      new PlainFeed(dump, session, DumpEncoding.UTF8, withoutOwners, heard).run();
      cancellation.check();
      return 0;
    } catch (SQLException e) {
      cancellation.check();
      throw noConnection(e);
    } finally {
      if (dump.foreignLines() > 0) {
        errors.ignore(PsqlLoader.FOREIGN, dump.foreignLines());
      }
    }
  }

  static ProblemException noConnection(SQLException e) {
    return new Problem(
            ProblemCode.CONNECTION_LOST,
            "The sandbox's server could not be reached to load the backup: " + e.getMessage(),
            "Run the restore again.")
        .exception(e);
  }
}
