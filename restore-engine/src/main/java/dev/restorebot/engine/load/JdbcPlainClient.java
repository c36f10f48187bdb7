package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.archive.SqlSummary;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.server.ServerError;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Sends plain SQL that pg_dump wrote over JDBC, without psql. A file with anything else in it is
 * refused before anything of it runs.
 */
final class JdbcPlainClient implements PlainClient {
  private static final String TOOL =
      LoadResult.OWN_LOADER + "'s loader for plain SQL (no psql was run)";

  /** Memory is a few of these for each session. */
  private static final int BLOCK = 1 << 18;

  private final int jobs;
  private final int blockSize;

  /** Sends over that many sessions. */
  JdbcPlainClient(int jobs) {
    this(jobs, BLOCK);
  }

  JdbcPlainClient(int jobs, int blockSize) {
    this.jobs = jobs;
    this.blockSize = blockSize;
  }

  @Override
  public void check(BackupArchive archive, Sandbox sandbox, Cancellation cancellation)
      throws ProblemException {
    Optional<String> unknown = archive.sql().flatMap(SqlSummary::foreign);
    if (unknown.isPresent()) {
      throw NeedsClientTools.problem(unknown.get()).exception();
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
      throws ProblemException, IOException {
    Heard heard = new Heard(dump, errors, progress);
    try (LoadSession session = LoadSession.open(sandbox, cancellation);
        LoadSessions others = new LoadSessions(sandbox, cancellation);
        ParallelSessions parallel = new ParallelSessions(session, others, jobs, blockSize, heard);
        Cancellation.Registration ignored = cancellation.onCancel(parallel::stop)) {
      PlainTarget target = jobs == 1 ? new OneSession(session, heard) : parallel;
      new PlainFeed(dump, target, DumpEncoding.UTF8, withoutOwners).run();
      cancellation.check();
      return 0;
    } catch (SQLException e) {
      cancellation.check();
      throw noConnection(e);
    } catch (IOException e) {
      cancellation.check();
      throw e;
    }
  }

  @Override
  public String tool() {
    return TOOL;
  }

  @Override
  public int jobs() {
    return jobs;
  }

  static ProblemException noConnection(SQLException e) {
    return new Problem(
            ProblemCode.CONNECTION_LOST,
            "The sandbox's server could not be reached to load the backup: " + e.getMessage(),
            "Run the restore again.")
        .exception(e);
  }

  /** Tells of objects where the dump has lines. */
  private record Heard(IndexedDump dump, ErrorCollector errors, RestoreProgress progress)
      implements PlainTarget.Heard {
    @Override
    public void reached(long line) {
      entry(line).ifPresent(entry -> progress.startedAlone(entry.dumpId()));
    }

    @Override
    public void started(long line) {
      entry(line).ifPresent(entry -> progress.started(entry.dumpId()));
    }

    @Override
    public void finished(long line) {
      entry(line).ifPresent(entry -> progress.finished(entry.dumpId()));
    }

    @Override
    public void refused(long line, ServerError error, String statement) {
      errors.add(entry(line).map(TocEntry::display).orElse(""), error.text(), statement);
    }

    private Optional<TocEntry> entry(long line) {
      return dump.index().entryAtLine(line);
    }
  }
}
