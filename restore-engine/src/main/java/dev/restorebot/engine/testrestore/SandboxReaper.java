package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.RepeatedTask;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes sandboxes whose deadline has passed, and those that dead processes or ended jobs left.
 * Thread-safe.
 */
public final class SandboxReaper implements AutoCloseable {
  /** The event that says that the thread was told of the coming end. */
  public static final String WARNED = "WARNED";

  /** The event that says that a job's end was put off. */
  public static final String EXTENDED = "EXTENDED";

  private static final Logger log = LoggerFactory.getLogger(SandboxReaper.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration LIST_EVERY = Duration.ofMinutes(1);

  private final JobStore store;
  private final JobJournal journal;
  private final SandboxProvider sandboxes;
  private final Supplier<TestSettings> settings;
  private final InstantSource clock;
  private final RepeatedTask timer = new RepeatedTask("sandbox-deadlines", this::look);
  private final RepeatedTask left = new RepeatedTask("sandboxes-left", this::removeLeft);

  /** A janitor; the store and the provider stay their owners'. */
  public SandboxReaper(
      JobStore store,
      JobJournal journal,
      SandboxProvider sandboxes,
      Supplier<TestSettings> settings,
      InstantSource clock) {
    this.store = store;
    this.journal = journal;
    this.sandboxes = sandboxes;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Ends the jobs that a dead process was busy with and removes the sandboxes that nobody answers
   * for. To be called before anything is started.
   */
  public void recover() {
    List<SandboxInfo> standing = standing();
    Set<String> ready =
        store
            .open()
            .filter(job -> job.state() == JobState.READY)
            .map(Job::id)
            .collect(Collectors.toSet());
    List<OrphanFinder.Removal> removals =
        new OrphanFinder(settings.get().owner(), ready, clock.instant()).among(standing);
    List<String> left =
        Threads.mapAll(SandboxRemoval.THREAD, removals, this::remove).stream()
            .flatMap(Optional::stream)
            .toList();
    store
        .open()
        .forEach(
            job -> {
              if (job.state().running()) {
                interrupted(job, removals, left);
              } else if (job.state() == JobState.READY && gone(job, standing)) {
                var unused =
                    journal.move(
                        job.withExpiry(Optional.empty()),
                        JobState.CLEANED_UP,
                        Actor.BOT,
                        "the sandbox was already gone when the bot started");
              }
            });
  }

  private List<SandboxInfo> standing() {
    try {
      return sandboxes.list();
    } catch (ProblemException e) {
      log.warn("sandboxes cannot be listed now: {}", e.problem().message());
      return List.of();
    }
  }

  private static boolean gone(Job job, List<SandboxInfo> standing) {
    // With nothing to list, nothing is known: the runtime may only be down.
    return !standing.isEmpty() && standing.stream().noneMatch(s -> s.jobId().equals(job.id()));
  }

  /** Removes it, and returns how to do that by hand where it failed. */
  private Optional<String> remove(OrphanFinder.Removal removal) {
    SandboxInfo sandbox = removal.sandbox();
    log.info("removing {}: {}", sandbox.container(), removal.reason());
    return SandboxRemoval.of(sandbox, () -> sandboxes.remove(sandbox)).map(Problem::hint);
  }

  private void interrupted(Job job, List<OrphanFinder.Removal> removals, List<String> left) {
    String removed =
        removals.stream()
            .map(OrphanFinder.Removal::sandbox)
            .filter(sandbox -> sandbox.jobId().equals(job.id()))
            .map(sandbox -> sandbox.container() + " and " + sandbox.volume())
            .collect(Collectors.joining(", "));
    String after =
        left.isEmpty()
            ? (removed.isEmpty() ? "Nothing is left running." : "Removed: " + removed + ".")
            : "This could not be removed: " + String.join("; ", left);
    Problem problem =
        new Problem(
            ProblemCode.INTERRUPTED,
            "restore-bot was stopped during the test (" + job.state() + "). " + after,
            "This says nothing about the backup: run the test again.");
    var unused =
        journal.move(
            job.withOutcome(Outcome.COULD_NOT_VERIFY, Optional.of(problem), job.report()),
            JobState.COULD_NOT_VERIFY,
            Actor.BOT,
            "interrupted");
  }

  /** Begins to look for deadlines, every few seconds, and for what is left, every minute. */
  public void watch() {
    timer.start(Duration.ZERO, LOOK_EVERY);
    left.start(LIST_EVERY, LIST_EVERY);
  }

  /**
   * Removes the bot's own sandboxes that ended jobs left because Docker was away when they ended,
   * and those past their deadline that no job has.
   */
  void removeLeft() {
    List<OrphanFinder.Removal> removals =
        standing().stream()
            .filter(this::isLeft)
            .map(left -> new OrphanFinder.Removal(left, "nobody uses it any more"))
            .toList();
    var unused = Threads.mapAll(SandboxRemoval.THREAD, removals, this::remove);
  }

  /** A job ends when its sandbox is removed, or could not be. */
  private boolean isLeft(SandboxInfo sandbox) {
    return sandbox.owner().equals(settings.get().owner())
        && store
            .find(sandbox.jobId())
            .map(job -> job.state().ended())
            .orElseGet(() -> clock.instant().isAfter(sandbox.deadline()));
  }

  /** Looks once: warns and removes what is due. */
  void look() {
    Instant now = clock.instant();
    List<String> due = new ArrayList<>();
    store
        .open()
        .filter(job -> job.state() == JobState.READY && job.expiresAt().isPresent())
        .forEach(
            job -> {
              if (now.isBefore(job.expiresAt().get())) {
                warn(job, job.expiresAt().get(), now);
              } else {
                due.add(job.id());
              }
            });
    Threads.forAll(SandboxRemoval.THREAD, due, this::expire);
  }

  private void warn(Job job, Instant expires, Instant now) {
    if (!now.isBefore(expires.minus(settings.get().warnBefore())) && !warned(job)) {
      var unused = journal.record(job, WARNED, Actor.BOT, "");
    }
  }

  private void expire(String job) {
    try {
      var unused = cleanUp(job, Actor.BOT);
    } catch (ProblemException | RuntimeException e) {
      log.error("the sandbox of job {} has expired and cannot be removed", job, e);
    }
  }

  /** Returns whether the thread was told since the end was last put off. */
  private boolean warned(Job job) {
    String last = "";
    for (JobEvent event : store.history(job.id())) {
      if (event.what().equals(WARNED) || event.what().equals(EXTENDED)) {
        last = event.what();
      }
    }
    // A sandbox that lives no longer than the warning time is not worth a warning.
    TestSettings now = settings.get();
    boolean shortLived = now.sandboxLifetime().compareTo(now.warnBefore()) <= 0;
    return last.equals(WARNED) || (shortLived && !last.equals(EXTENDED));
  }

  /** Removes a standing sandbox. */
  public Optional<Job> cleanUp(String jobId, Actor by) throws ProblemException {
    Optional<Job> job = standing(jobId);
    if (job.isEmpty()) {
      return Optional.empty();
    }
    if (job.get().sandbox().isPresent()) {
      sandboxes.remove(job.get().sandbox().get());
    }
    String why = by.equals(Actor.BOT) ? "its deadline had passed" : "";
    // Only who stores the change tells of it; somebody else may have cleaned up at the same time.
    return journal.move(job.get().withExpiry(Optional.empty()), JobState.CLEANED_UP, by, why);
  }

  /** Puts off the end of a standing sandbox. */
  public Optional<Job> extend(String jobId, Duration by, Actor actor) {
    return standing(jobId)
        .flatMap(
            job -> {
              Instant now = clock.instant();
              Instant most =
                  job.sandbox()
                      .map(SandboxInfo::deadline)
                      .orElseGet(() -> now.plus(settings.get().maxLifetime()));
              Instant wanted = job.expiresAt().orElse(now).plus(by);
              Instant end = wanted.isBefore(most) ? wanted : most;
              return journal.record(job.withExpiry(Optional.of(end)), EXTENDED, actor, "");
            });
  }

  private Optional<Job> standing(String jobId) {
    return store.find(jobId).filter(job -> job.state() == JobState.READY);
  }

  @Override
  public void close() {
    left.close(Duration.ofSeconds(30));
    timer.close(Duration.ofSeconds(30));
  }
}
