package dev.restorebot.engine.job;

import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.verify.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Keeps jobs in memory only: for a command that runs one job and ends. Starts in no time, where a
 * database has to be set up first.
 */
public final class MemoryJobStore implements JobStore {
  private static final Comparator<Job> OLDEST_FIRST = Comparator.comparing(Job::createdAt);

  private final String owner = UUID.randomUUID().toString();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final List<JobEvent> events = new ArrayList<>();

  @Override
  public synchronized Job insert(Job job, JobEvent event) {
    requireSame(job, event);
    if (jobs.putIfAbsent(job.id(), job) != null) {
      throw new IllegalStateException("there is a job " + job.id() + " already");
    }
    events.add(event);
    return job;
  }

  @Override
  public synchronized Optional<Job> update(Job job, JobEvent event) {
    requireSame(job, event);
    Job stored = jobs.get(job.id());
    if (stored == null || stored.version() != job.version()) {
      return Optional.empty();
    }
    Job next = job.withVersion(job.version() + 1);
    jobs.put(job.id(), next);
    events.add(event);
    return Optional.of(next);
  }

  @Override
  public synchronized Optional<Job> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public synchronized Stream<Job> open() {
    List<Job> open =
        jobs.values().stream().filter(j -> !j.state().ended()).sorted(OLDEST_FIRST).toList();
    return open.stream();
  }

  @Override
  public synchronized Stream<Job> recent(int limit) {
    List<Job> lastInsertedFirst = new ArrayList<>(jobs.values());
    java.util.Collections.reverse(lastInsertedFirst);
    Stream<Job> newestFirst = lastInsertedFirst.stream().sorted(OLDEST_FIRST.reversed());
    return newestFirst.limit(limit);
  }

  @Override
  public synchronized List<Tested> tested() {
    return TestOutcome.newest(
        jobs.values().stream()
            .sorted(OLDEST_FIRST)
            .flatMap(
                job ->
                    outcome(job).stream()
                        .map(
                            said ->
                                new TestOutcome(
                                    job.file(),
                                    job.database(),
                                    said,
                                    job.createdAt(),
                                    job.reason()
                                        .filter(why -> why.code() == ProblemCode.SEVERAL_DATABASES)
                                        .isPresent())))
            .toList());
  }

  private static Optional<Outcome> outcome(Job job) {
    return switch (job.state()) {
      case FAILED -> Optional.of(Outcome.FAILED);
      case COULD_NOT_VERIFY -> Optional.of(Outcome.COULD_NOT_VERIFY);
      default -> job.outcome();
    };
  }

  @Override
  public synchronized List<JobEvent> history(String jobId) {
    return events.stream().filter(event -> event.jobId().equals(jobId)).toList();
  }

  @Override
  public String owner() {
    return owner;
  }

  @Override
  public void close() {}

  private static void requireSame(Job job, JobEvent event) {
    if (!job.id().equals(event.jobId())) {
      throw new IllegalArgumentException(
          "an event of job " + event.jobId() + " does not belong to job " + job.id());
    }
  }
}
