package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.archive.plain.PlainSqlIndex;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends plain SQL with the sandbox's own {@code psql}.
 *
 * <p>psql's own commands are switched off where it can do that ({@link PsqlVersion}), so that a
 * dump cannot make the client run programs or touch files.
 */
final class PsqlClient implements PlainClient {
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

  private final String reason;
  private String prefix = "";

  /**
   * Sends with psql.
   *
   * @param reason why psql is used although another client is set; empty otherwise
   */
  PsqlClient(String reason) {
    this.reason = reason;
  }

  @Override
  public void check(BackupArchive archive, Sandbox sandbox, Cancellation cancellation)
      throws ProblemException {
    StringBuilder version = new StringBuilder();
    int exit =
        sandbox.run(
            new ToolCall(List.of("psql", "--version"), Optional.empty(), version::append),
            cancellation);
    if (exit == 0 && PsqlVersion.canBeRestricted(version.toString())) {
      prefix = "\\restrict " + UUID.randomUUID().toString().replace("-", "") + "\n";
    }
  }

  @Override
  public int send(
      IndexedDump dump,
      boolean withoutOwners,
      Sandbox sandbox,
      ErrorCollector errors,
      RestoreProgress progress,
      Cancellation cancellation)
      throws ProblemException {
    PlainSqlIndex index = dump.index();
    PsqlFeed feed =
        new PsqlFeed(
            dump,
            prefix,
            withoutOwners,
            line ->
                index
                    .entryAtLine(line)
                    .filter(entry -> !Weights.isBuilt(entry)) // ServerProgress tells of these
                    .ifPresent(entry -> progress.startedAlone(entry.dumpId())),
            () -> isIdle(sandbox));
    PsqlOutput output =
        new PsqlOutput(
            line -> index.entryAtLine(feed.dumpLine(line)).map(TocEntry::display).orElse(""),
            feed::refused,
            feed::serverRefused,
            feed::command,
            errors);
    try {
      return sandbox.run(new ToolCall(COMMAND, Optional.of(feed), output::line), cancellation);
    } finally {
      output.end();
    }
  }

  @Override
  public String tool() {
    return String.join(" ", COMMAND) + reason;
  }

  @Override
  public int jobs() {
    return 1;
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
}
