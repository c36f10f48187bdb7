package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Jobs;
import dev.restorebot.engine.job.MemoryJobStore;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.login.SandboxLogin;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.HostServers;
import dev.restorebot.engine.text.UtcTime;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People's logins to a job's sandbox, with a clock driven by hand and a real server. */
class SandboxLoginsIT {
  private static final Actor BEN = new Actor("slack:U2", "Ben");
  private static final Duration LIFETIME = Duration.ofHours(4);

  private final Instant start = Instant.now();
  private final AtomicReference<Instant> now = new AtomicReference<>(start);
  private final AtomicReference<Boolean> allowed = new AtomicReference<>(true);
  private final MemoryJobStore store = new MemoryJobStore();
  private final JobJournal journal = new JobJournal(store, now::get);
  private final SandboxProvider sandboxes = HostServers.sandboxes();
  private final SandboxLogins logins = logins(sandboxes);
  private Sandbox sandbox;

  private SandboxLogins logins(SandboxProvider provider) {
    return new SandboxLogins(
        store,
        journal,
        provider,
        () ->
            new TestSettings(
                store.owner(),
                1,
                Duration.ofHours(24),
                Duration.ofHours(1),
                Duration.ofHours(48),
                true,
                0,
                new LoginSettings(allowed.get(), LIFETIME, "db1.example", OptionalInt.empty()),
                DiskLimits.DEFAULT,
                BackupNames.usual(ZoneOffset.UTC),
                Optional.empty(),
                database -> null),
        now::get);
  }

  @BeforeEach
  void startServer() throws Exception {
    sandbox =
        sandboxes.start(
            TestRequests.request("shop", Optional.empty(), OptionalInt.empty(), List.of()),
            ProgressListener.none(),
            Cancellation.none());
  }

  @AfterEach
  void remove() throws Exception {
    logins.close();
    sandbox.remove();
    sandboxes.close();
  }

  @Test
  void endsEachLoginWithItsSessionsInItsTime() throws Exception {
    Job job = ready(start.plus(Duration.ofHours(10)));
    SandboxLogin alice = logins.give(job.id(), Jobs.ALICE).orElseThrow();
    now.set(start.plus(Duration.ofHours(1)));
    SandboxLogin ben = logins.give(job.id(), BEN).orElseThrow();

    assertThat(alice.until()).isEqualTo(start.plus(LIFETIME));
    assertThat(ben.until()).isEqualTo(now.get().plus(LIFETIME));
    assertThat(alice.role()).isNotEqualTo(ben.role());
    assertThat(store.history(job.id()))
        .filteredOn(event -> event.what().equals(SandboxLogins.GIVEN))
        .extracting(JobEvent::by, JobEvent::detail)
        .containsExactly(
            tuple(Jobs.ALICE, "until " + UtcTime.text(alice.until())),
            tuple(BEN, "until " + UtcTime.text(ben.until())));
    assertThat(store.history(job.id()) + store.find(job.id()).toString() + alice)
        .doesNotContain(alice.password().value(), ben.password().value());
    try (Connection alices = open(alice);
        Connection bens = open(ben)) {
      lookOnce();
      assertThat(alices.isValid(5)).isTrue();
      now.set(alice.until().plusSeconds(1));
      lookOnce();
      assertThat(alices.isValid(5)).isFalse();
      assertThat(bens.isValid(5)).isTrue();
      assertThatThrownBy(() -> open(alice).close()).isInstanceOf(SQLException.class);
      now.set(ben.until().plusSeconds(1));
      lookOnce();
      assertThat(bens.isValid(5)).isFalse();
    }
  }

  @Test
  void endsAfterARestartWhatAnEarlierProcessGave() throws Exception {
    Job job = ready(start.plus(Duration.ofHours(10)));
    SandboxLogin login = logins.give(job.id(), Jobs.ALICE).orElseThrow();
    now.set(login.until().plusSeconds(1));
    try (Connection session = open(login);
        SandboxLogins restarted = logins(sandboxes)) {
      restarted.watch();
      var unused = Eventually.get("the end of the session", () -> lives(session), lives -> !lives);
    }
  }

  @Test
  void endsWithTheSandboxAndLeavesItsRemovalAMinute() throws Exception {
    Job job = ready(start.plus(Duration.ofHours(2)));
    SandboxLogin login = logins.give(job.id(), Jobs.ALICE).orElseThrow();
    assertThat(login.until()).isEqualTo(job.expiresAt().get());
    try (Connection session = open(login)) {
      now.set(login.until());
      assertThatThrownBy(() -> logins.give(job.id(), BEN))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().message()).contains("time is over"));
      lookOnce();
      assertThat(session.isValid(5)).isTrue();
      now.set(login.until().plusSeconds(60));
      lookOnce();
      assertThat(session.isValid(5)).isFalse();
    }
  }

  @Test
  void aSandboxThatDoesNotAnswerKeepsNoOtherWaiting() throws Exception {
    Instant expires = start.plus(Duration.ofHours(10));
    Job silent = ready("b4n8y1", Jobs.sandbox("b4n8y1"), expires);
    var unusedGiven = journal.record(silent, SandboxLogins.GIVEN, Jobs.ALICE, "");
    Job job = ready(expires);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (SandboxLogins both = logins(silentIn(silent.id(), asked, end))) {
      both.watch();
      assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
      SandboxLogin login = both.give(job.id(), Jobs.ALICE).orElseThrow();
      try (Connection session = open(login)) {
        now.set(login.until().plusSeconds(1));
        var unused =
            Eventually.get("the end of the session", () -> lives(session), lives -> !lives);
      }
    } finally {
      end.countDown();
    }
  }

  /** A provider that opens the sandbox of one job never. */
  private SandboxProvider silentIn(String jobId, CountDownLatch asked, CountDownLatch end) {
    return (SandboxProvider)
        Proxy.newProxyInstance(
            SandboxProvider.class.getClassLoader(),
            new Class<?>[] {SandboxProvider.class},
            (proxy, method, arguments) -> {
              if (arguments[0] instanceof SandboxInfo info && info.jobId().equals(jobId)) {
                asked.countDown();
                end.await();
                throw new Problem(ProblemCode.SANDBOX_FAILED, "It is gone.", "").exception();
              }
              return method.invoke(sandboxes, arguments);
            });
  }

  @Test
  void givesNoneWhereThereIsNoSandboxOrNoneIsAllowed() throws Exception {
    Job job = ready(start.plus(Duration.ofHours(2)));
    assertThat(logins.give("abcdef", Jobs.ALICE)).isEmpty();
    allowed.set(false);
    assertThatThrownBy(() -> logins.give(job.id(), Jobs.ALICE))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().hint()).contains("sandbox.connect.enabled"));
    allowed.set(true);
    sandbox.remove();
    assertThatThrownBy(() -> logins.give(job.id(), Jobs.ALICE))
        .isInstanceOf(ProblemException.class);
    assertThat(store.history(job.id())).noneMatch(e -> e.what().equals(SandboxLogins.GIVEN));
    var unused = journal.move(store.find(job.id()).get(), JobState.CLEANED_UP, Actor.BOT, "");
    assertThat(logins.give(job.id(), Jobs.ALICE)).isEmpty();
  }

  private void lookOnce() throws InterruptedException {
    for (Thread thread : logins.look()) {
      thread.join();
    }
  }

  private static boolean lives(Connection session) {
    try {
      return session.isValid(5);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection open(SandboxLogin login) throws SQLException {
    return new Endpoint(
            login.sandbox().host(), login.sandbox().port(), login.role(), login.password())
        .connect(login.sandbox().database(), Duration.ZERO);
  }

  private Job ready(Instant expires) {
    return ready("k3m9x2", sandbox.info(), expires);
  }

  private Job ready(String id, SandboxInfo where, Instant expires) {
    Job job = journal.open(Jobs.queued(id));
    for (JobState state :
        List.of(
            JobState.PREPARING,
            JobState.STARTING_SANDBOX,
            JobState.RESTORING,
            JobState.VERIFYING)) {
      job = journal.move(job, state, Actor.BOT, "").orElseThrow();
    }
    return journal
        .move(
            job.withSandbox(where).withExpiry(Optional.of(expires)), JobState.READY, Actor.BOT, "")
        .orElseThrow();
  }
}
