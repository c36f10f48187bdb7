package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.archive.plain.PlainSqlIndex;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Loads plain SQL with the sandbox's own {@code psql}, as a stream: it lies nowhere in between.
 *
 * <p>psql's own commands are switched off where it can do that ({@link PsqlVersion}), so that a
 * dump cannot make the client run programs or touch files.
 */
final class PsqlLoader implements Loader {
  private static final List<String> COMMAND =
      List.of(
          "psql",
          "--no-psqlrc",
          "--no-password",
          "--quiet",
          "--echo-errors",
          "--set=ON_ERROR_STOP=0",
          // an error that does not count must not undo the transaction around it
          "--set=ON_ERROR_ROLLBACK=on",
          "--output=/dev/null",
          "--file=-");

  private static final String AT_WORK =
      "SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE application_name = 'psql'"
          + " AND state = 'active' AND wait_event IS DISTINCT FROM 'ClientRead'";

  static final String FOREIGN =
      "lines above the dump are text that pg_dump or another program wrote for people (2>&1, or a"
          + " terminal): psql by hand reports a syntax error there and skips one SET; make backups"
          + " with pg_dump --file=NAME";

  private final ArchiveReader reader;
  private final LoadSettings settings;
  private final InstantSource clock;

  PsqlLoader(ArchiveReader reader, LoadSettings settings, InstantSource clock) {
    this.reader = reader;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public LoadResult load(
      BackupArchive archive, Sandbox sandbox, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Instant start = clock.instant();
    String prefix = canBeRestricted(sandbox, cancellation) ? restriction() : "";
    ErrorContext context = new ErrorContext(archive, sandbox);
    ErrorCollector errors = new ErrorCollector(context.rules(settings.rules()));
    ArchiveMessages messages = new ArchiveMessages(archive.file());
    int exit =
        reader.readAgain(
            archive,
            cancellation,
            sql -> {
              try (IndexedDump dump = new IndexedDump(sql, messages, archive.section())) {
                return feed(archive, dump, prefix, sandbox, errors, progress, cancellation);
              }
            });
    if (exit != 0 && errors.sawNothing()) {
      errors.add("", "psql failed with exit code " + exit + " and gave no reason", "");
    }
    return new LoadResult(
        String.join(" ", COMMAND),
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
      String prefix,
      Sandbox sandbox,
      ErrorCollector errors,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    PlainSqlIndex index = dump.index();
    RestoreProgress steps = new RestoreProgress(archive.entries(), clock, progress);
    PsqlFeed feed =
        new PsqlFeed(
            dump,
            prefix,
            !settings.ownerAndPrivileges(),
            line -> index.entryAtLine(line).ifPresent(entry -> steps.startedAlone(entry.dumpId())),
            () -> isIdle(sandbox));
    PsqlOutput output =
        new PsqlOutput(
            line -> index.entryAtLine(feed.dumpLine(line)).map(TocEntry::display).orElse(""),
            feed::refused,
            feed::serverRefused,
            feed::command,
            errors);
    try (ServerProgress ignored = new ServerProgress(sandbox, steps, false)) {
      return sandbox.run(new ToolCall(COMMAND, Optional.of(feed), output::line), cancellation);
    } finally {
      output.end();
      if (dump.foreignLines() > 0) {
        errors.ignore(FOREIGN, dump.foreignLines());
      }
    }
  }

  /** Returns whether no session of psql is at work in the server: each waits for psql. */
  private static boolean isIdle(Sandbox sandbox) {
    try (Connection connection = sandbox.connectAsAdmin();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(AT_WORK)) {
      return rows.next() && rows.getLong(1) == 0;
    } catch (SQLException e) {
      return false;
    }
  }

  private static String restriction() {
    return "\\restrict " + UUID.randomUUID().toString().replace("-", "") + "\n";
  }

  private static boolean canBeRestricted(Sandbox sandbox, Cancellation cancellation)
      throws ProblemException {
    StringBuilder version = new StringBuilder();
    int exit =
        sandbox.run(
            new ToolCall(List.of("psql", "--version"), Optional.empty(), version::append),
            cancellation);
    return exit == 0 && PsqlVersion.canBeRestricted(version.toString());
  }
}
