package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.login.LoginRoles;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.login.SandboxLogin;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.RepeatedTask;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.text.UtcTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives people read-only logins to sandboxes that stand, and ends each, with its open sessions,
 * when its time is over. The server itself refuses an expired password, also while no bot runs;
 * open sessions then end when a bot runs again, or with the sandbox. Thread-safe.
 */
public final class SandboxLogins implements AutoCloseable {
  /** The event that says that somebody got a login; its detail says until when. */
  public static final String GIVEN = "LOGIN_GIVEN";

  private static final String NAME = "sandbox-logins";
  private static final Logger log = LoggerFactory.getLogger(SandboxLogins.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration TRY_AGAIN_AFTER = Duration.ofMinutes(1);
  private static final Duration WAIT_FOR_OTHERS = Duration.ofSeconds(20);

  private final JobStore store;
  private final JobJournal journal;
  private final SandboxProvider sandboxes;
  private final Supplier<TestSettings> settings;
  private final InstantSource clock;

  /** The end of each job's next login; the distant past if its server has to be asked. */
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();

  /** One for each job: a sandbox that does not answer keeps no other waiting. */
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  private final RepeatedTask timer =
      new RepeatedTask(
          NAME,
          () -> {
            var unused = look();
          });

  SandboxLogins(
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

  /** Looks up the logins that an earlier process gave, and begins to end those that are over. */
  void watch() {
    store
        .open()
        .filter(job -> job.state() == JobState.READY)
        .map(Job::id)
        .filter(id -> store.history(id).stream().anyMatch(event -> event.what().equals(GIVEN)))
        .forEach(id -> ends.put(id, Instant.MIN));
    timer.start(Duration.ZERO, LOOK_EVERY);
  }

  /** Gives a login; empty when the job has no sandbox that stands. */
  Optional<SandboxLogin> give(String jobId, Actor person) throws ProblemException {
    settings.get().logins().requireAllowed();
    if (standing(jobId).isEmpty()) {
      return Optional.empty();
    }
    ReentrantLock lock = lock(jobId);
    try {
      if (!lock.tryLock(WAIT_FOR_OTHERS.toSeconds(), TimeUnit.SECONDS)) {
        throw noAnswer().exception();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noAnswer().exception(e);
    }
    try {
      return giveAlone(jobId, person);
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock lock(String jobId) {
    return locks.computeIfAbsent(jobId, id -> new ReentrantLock());
  }

  private static Problem noAnswer() {
    return new Problem(
        ProblemCode.SANDBOX_FAILED, "The sandbox does not answer.", "Try again in a minute.");
  }

  private Optional<SandboxLogin> giveAlone(String jobId, Actor person) throws ProblemException {
    LoginSettings now = settings.get().logins();
    Optional<Job> job = standing(jobId);
    if (job.isEmpty()) {
      return Optional.empty();
    }
    SandboxInfo sandbox = job.get().sandbox().orElseThrow();
    Instant until = now.until(clock.instant(), job.get().expiresAt().orElseGet(sandbox::deadline));
    SandboxLogin login = SandboxLogin.give(sandboxes.open(sandbox), person, until, now);
    var unused = ends.merge(jobId, login.until(), (a, b) -> a.isBefore(b) ? a : b);
    return recorded(jobId, person, login) ? Optional.of(login) : Optional.empty();
  }

  /** Others may change the job at the same time; false when the sandbox is gone meanwhile. */
  private boolean recorded(String jobId, Actor person, SandboxLogin login) {
    String detail = "until " + UtcTime.text(login.until());
    Optional<Job> job = standing(jobId);
    while (job.isPresent()) {
      if (journal.record(job.get(), GIVEN, person, detail).isPresent()) {
        return true;
      }
      job = standing(jobId);
    }
    return false;
  }

  private Optional<Job> standing(String jobId) {
    return store.find(jobId).filter(job -> job.state() == JobState.READY);
  }

  /** Returns the sandbox of a login, with its present port, if it stands. */
  Optional<SandboxInfo> sandboxOf(String role) throws ProblemException {
    Optional<SandboxInfo> sandbox =
        LoginRoles.job(role).flatMap(this::standing).flatMap(Job::sandbox);
    return sandbox.isEmpty() ? Optional.empty() : Optional.of(sandboxes.open(sandbox.get()).info());
  }

  /** Looks once, and returns the threads that end what is over, one for each sandbox. */
  List<Thread> look() {
    Instant now = clock.instant();
    return ends.entrySet().stream()
        .filter(end -> !now.isBefore(end.getValue()))
        .map(end -> Threads.start(NAME, () -> endExpired(end.getKey(), now)))
        .toList();
  }

  private void endExpired(String jobId, Instant now) {
    ReentrantLock lock = lock(jobId);
    if (!lock.tryLock()) {
      return; // somebody else is busy with it; the next look comes in seconds
    }
    try {
      Optional<Job> job = standing(jobId);
      if (job.isPresent() && beingRemoved(job.get(), now)) {
        return;
      }
      Optional<Instant> next =
          job.isEmpty()
              ? Optional.empty()
              : LoginRoles.endExpired(sandboxes.open(job.get().sandbox().orElseThrow()), now);
      next.ifPresentOrElse(at -> ends.put(jobId, at), () -> ends.remove(jobId));
    } catch (ProblemException e) {
      log.info("could not check the logins of job {}; trying again in 1 min", jobId);
      ends.put(jobId, now.plus(TRY_AGAIN_AFTER));
    } catch (SQLException | RuntimeException e) {
      log.warn("could not end the logins of job {}; trying again in 1 min", jobId, e);
      ends.put(jobId, now.plus(TRY_AGAIN_AFTER));
    } finally {
      lock.unlock();
    }
  }

  /** The reaper has a minute to end them with the sandbox. */
  private static boolean beingRemoved(Job job, Instant now) {
    return job.expiresAt()
        .filter(at -> !now.isBefore(at) && now.isBefore(at.plus(TRY_AGAIN_AFTER)))
        .isPresent();
  }

  @Override
  public void close() {
    timer.close(Duration.ofSeconds(30));
  }
}
