package dev.restorebot.engine.job.jdbc;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.TestOutcome;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.state.StateDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Keeps jobs in an SQLite database. What a method stored is on the disk when it returns, so a
 * transition may be announced as soon as {@link #insert} or {@link #update} is back.
 */
public final class JdbcJobStore implements JobStore {
  private static final String INSERT =
      """
      insert into job (id, backup, file, requested_by_id, requested_by_name, origin, database_name, level, state, outcome,
        reason, sandbox, expires_at, report, created_at, changed_at, version)
      values (:id, :backup, :file, :requestedById, :requestedByName, :origin, :database, :level, :state, :outcome,
        :reason, :sandbox, :expiresAt, :report, :createdAt, :changedAt, :version)
      on conflict (id) do nothing
      """;
  private static final String UPDATE =
      """
      update job set state = :state, outcome = :outcome, reason = :reason, sandbox = :sandbox,
        expires_at = :expiresAt, report = :report, changed_at = :changedAt, version = version + 1
      where id = :id and version = :version
      """;
  private static final String INSERT_EVENT =
      """
      insert into job_event (job_id, at, what, by_id, by_name, detail)
      values (:jobId, :at, :what, :byId, :byName, :detail)
      """;

  /** SQLite takes the other columns from the row that has the maximum. */
  private static final String TESTED =
      """
      select file, database_name, coalesce(outcome, state) as said, reason,
        max(created_at) as at, seq
      from job where outcome is not null or state in ('FAILED', 'COULD_NOT_VERIFY')
      group by file, database_name order by at, seq
      """;

  private final StateDatabase database;
  private final String owner;

  /** Keeps jobs in that database, which stays its owner's. */
  public JdbcJobStore(StateDatabase database) {
    this.database = database;
    this.owner = database.write(JdbcJobStore::identify);
  }

  /**
   * Opens the store in that file; makes it, and its folder, when missing. Only this user may read
   * it. The caller closes it.
   *
   * @throws dev.restorebot.engine.state.StateException when it cannot be opened, or when a newer
   *     version wrote it
   */
  public static JdbcJobStore open(Path file) {
    return new JdbcJobStore(StateDatabase.open(file));
  }

  /** A store that forgets everything when it is closed. */
  public static JdbcJobStore inMemory() {
    return new JdbcJobStore(StateDatabase.inMemory());
  }

  private static String identify(Handle handle) {
    handle.execute(
        "insert into store_identity (one, owner) values (1, ?) on conflict (one) do nothing",
        UUID.randomUUID().toString());
    return handle.select("select owner from store_identity").mapTo(String.class).one();
  }

  @Override
  public Job insert(Job job, JobEvent event) {
    requireSame(job, event);
    return database.write(
        handle -> {
          int rows =
              JobRows.bindFixed(JobRows.bindCurrent(handle.createUpdate(INSERT), job), job)
                  .execute();
          if (rows == 0) {
            throw new IllegalStateException("there is a job " + job.id() + " already");
          }
          append(handle, event);
          return job;
        });
  }

  @Override
  public Optional<Job> update(Job job, JobEvent event) {
    requireSame(job, event);
    return database.write(
        handle -> {
          if (JobRows.bindCurrent(handle.createUpdate(UPDATE), job).execute() == 0) {
            return Optional.empty();
          }
          append(handle, event);
          return Optional.of(job.withVersion(job.version() + 1));
        });
  }

  @Override
  public Optional<Job> find(String id) {
    return database.read(
        handle ->
            handle
                .select("select * from job where id = ?", id)
                .map((row, context) -> JobRows.job(row))
                .findOne());
  }

  @Override
  public Stream<Job> open() {
    List<String> states =
        Arrays.stream(JobState.values()).filter(s -> !s.ended()).map(JobState::name).toList();
    return each(handle ->
            handle
                .createQuery(
                    "select id from job where state in (<states>) order by created_at, seq")
                .bindList("states", states))
        .filter(job -> !job.state().ended()); // since its ID was read
  }

  @Override
  public Stream<Job> recent(int limit) {
    return each(
        handle ->
            handle.select("select id from job order by created_at desc, seq desc limit ?", limit));
  }

  private Stream<Job> each(Function<Handle, Query> ids) {
    List<String> all = database.query(handle -> ids.apply(handle).mapTo(String.class).list());
    return all.stream().flatMap(id -> find(id).stream());
  }

  @Override
  public List<Tested> tested() {
    return TestOutcome.newest(
        database.read(
            handle -> handle.select(TESTED).map((row, context) -> JobRows.outcome(row)).list()));
  }

  @Override
  public List<JobEvent> history(String jobId) {
    return database.read(
        handle ->
            handle
                .select("select * from job_event where job_id = ? order by seq", jobId)
                .map((row, context) -> JobRows.event(row))
                .list());
  }

  @Override
  public String owner() {
    return owner;
  }

  @Override
  public void close() {
    database.close();
  }

  private static void append(Handle handle, JobEvent event) {
    JobRows.bind(handle.createUpdate(INSERT_EVENT), event).execute();
  }

  private static void requireSame(Job job, JobEvent event) {
    if (!job.id().equals(event.jobId())) {
      throw new IllegalArgumentException(
          "an event of job " + event.jobId() + " does not belong to job " + job.id());
    }
  }
}
