package dev.restorebot.engine.job.jdbc;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.TestOutcome;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.Json;
import dev.restorebot.engine.state.StoredTimes;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** Between rows and the records of jobs. */
final class JobRows {
  private JobRows() {}

  static Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getString("id"),
        row.getString("backup"),
        row.getString("file"),
        new Actor(row.getString("requested_by_id"), row.getString("requested_by_name")),
        row.getString("origin"),
        text(row, "database_name"),
        text(row, "level").flatMap(Level::of),
        JobState.valueOf(row.getString("state")),
        text(row, "outcome").map(Outcome::valueOf),
        text(row, "reason").map(json -> Json.value(json, Problem.class)),
        text(row, "sandbox").map(json -> Json.value(json, SandboxInfo.class)),
        text(row, "expires_at").map(StoredTimes::instant),
        text(row, "report"),
        StoredTimes.instant(row.getString("created_at")),
        StoredTimes.instant(row.getString("changed_at")),
        row.getLong("version"));
  }

  /** Reads a row of the newest test of a file. */
  static TestOutcome outcome(ResultSet row) throws SQLException {
    return new TestOutcome(
        row.getString("file"),
        text(row, "database_name"),
        Outcome.valueOf(row.getString("said")),
        StoredTimes.instant(row.getString("at")),
        text(row, "reason")
            .map(json -> Json.value(json, Problem.class))
            .filter(why -> why.code() == ProblemCode.SEVERAL_DATABASES)
            .isPresent());
  }

  static JobEvent event(ResultSet row) throws SQLException {
    return new JobEvent(
        row.getString("job_id"),
        StoredTimes.instant(row.getString("at")),
        row.getString("what"),
        new Actor(row.getString("by_id"), row.getString("by_name")),
        row.getString("detail"));
  }

  /** Binds what never changes about a job. */
  static <S extends SqlStatement<S>> S bindFixed(S statement, Job job) {
    return statement
        .bind("backup", job.backup())
        .bind("file", job.file())
        .bind("requestedById", job.requestedBy().id())
        .bind("requestedByName", job.requestedBy().name())
        .bind("origin", job.origin())
        .bind("database", job.database().orElse(null))
        .bind("level", job.level().map(Level::label).orElse(null))
        .bind("createdAt", StoredTimes.text(job.createdAt()));
  }

  /** Binds a job's id, its version and all that may change. */
  static <S extends SqlStatement<S>> S bindCurrent(S statement, Job job) {
    return statement
        .bind("id", job.id())
        .bind("version", job.version())
        .bind("state", job.state().name())
        .bind("outcome", job.outcome().map(Outcome::name).orElse(null))
        .bind("reason", job.reason().map(Json::text).orElse(null))
        .bind("sandbox", job.sandbox().map(Json::text).orElse(null))
        .bind("expiresAt", job.expiresAt().map(StoredTimes::text).orElse(null))
        .bind("report", job.report().orElse(null))
        .bind("changedAt", StoredTimes.text(job.changedAt()));
  }

  static <S extends SqlStatement<S>> S bind(S statement, JobEvent event) {
    return statement
        .bind("jobId", event.jobId())
        .bind("at", StoredTimes.text(event.at()))
        .bind("what", event.what())
        .bind("byId", event.by().id())
        .bind("byName", event.by().name())
        .bind("detail", event.detail());
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
