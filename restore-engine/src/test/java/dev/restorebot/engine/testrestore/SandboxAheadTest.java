package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.load.Staging;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.FakeSandboxes;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.sandbox.WantedExtension;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SandboxAheadTest {
  private static final SandboxAhead.Server FIFTEEN = server(15);
  private static final SandboxAhead.Server SEVENTEEN = server(17);
  private static final DatabaseNeeds NEEDS =
      new DatabaseNeeds(Optional.empty(), List.of(new WantedExtension("bloom", "")), List.of());

  private final FakeSandboxes sandboxes = FakeSandboxes.working("docker");

  /** What happened to servers, in its order. */
  private final List<String> happened = new CopyOnWriteArrayList<>();

  private final CountDownLatch running = new CountDownLatch(1);
  private final Cancellation job = new Cancellation();

  private static SandboxAhead.Server server(int major) {
    return new SandboxAhead.Server(OptionalInt.of(major), "zenops", false, ServerChoice.USUAL);
  }

  /** Starts one as the runtimes do: server, database, and all of it back when one fails. */
  private Sandbox start(
      SandboxAhead.Server server,
      DatabaseNeeds.Source needs,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    String name = String.valueOf(server.major().orElseThrow());
    happened.add(name + " runs");
    running.countDown();
    try {
      DatabaseNeeds known = needs.get();
      cancellation.check();
      happened.add(name + " has " + known.extensions().get(0).name());
      return sandboxes.start(
          new SandboxRequest(
              name,
              "owner",
              false,
              Instant.EPOCH,
              Instant.EPOCH,
              server.major(),
              server.database(),
              needs,
              false,
              server.choice()),
          progress,
          cancellation);
    } catch (CancellationException e) {
      happened.add(name + " is taken back");
      throw e;
    }
  }

  private Sandbox take(SandboxAhead ahead, SandboxAhead.Server server) throws ProblemException {
    return ahead.take(server, NEEDS, ProgressListener.none(), job);
  }

  @Test
  void theServerRunsBeforeItIsKnownWhatItsDatabaseNeeds() throws Exception {
    SandboxAhead ahead =
        SandboxAhead.begin(() -> Optional.of(FIFTEEN), Staging.none(), this::start);
    running.await();
    assertThat(happened).containsExactly("15 runs");

    Sandbox taken = take(ahead, FIFTEEN);

    assertThat(taken.info().jobId()).isEqualTo("15");
    assertThat(happened).containsExactly("15 runs", "15 has bloom");
  }

  @Test
  void aServerThatDoesNotFitIsTakenBackBeforeTheRightOneStarts() throws Exception {
    SandboxAhead ahead =
        SandboxAhead.begin(() -> Optional.of(FIFTEEN), Staging.none(), this::start);
    running.await();

    assertThat(take(ahead, SEVENTEEN).info().jobId()).isEqualTo("17");
    assertThat(happened).containsExactly("15 runs", "15 is taken back", "17 runs", "17 has bloom");
  }

  @Test
  void withoutAHeadTheServerStartsWhenItIsTaken() throws Exception {
    SandboxAhead nothing = SandboxAhead.begin(Optional::empty, Staging.none(), this::start);
    assertThat(take(nothing, FIFTEEN).info().jobId()).isEqualTo("15");
    SandboxAhead broken =
        SandboxAhead.begin(
            () -> {
              throw new IllegalStateException("no head");
            },
            Staging.none(),
            this::start);
    assertThat(take(broken, SEVENTEEN).info().jobId()).isEqualTo("17");
    assertThat(nothing.giveUp()).isEmpty();
    assertThat(broken.giveUp()).isEmpty();
  }

  @Test
  void nothingIsLeftOfOneThatIsGivenUp() throws Exception {
    SandboxAhead ahead =
        SandboxAhead.begin(() -> Optional.of(FIFTEEN), Staging.none(), this::start);
    running.await();

    assertThat(ahead.giveUp()).isEmpty();
    assertThat(happened).containsExactly("15 runs", "15 is taken back");
    assertThat(ahead.giveUp()).isEmpty();
  }

  @Test
  void whatCannotBeTakenBackIsTold() throws Exception {
    Problem left = new Problem(ProblemCode.SANDBOX_FAILED, "not removed", "rm -rf it");
    SandboxAhead ahead =
        SandboxAhead.begin(
            () -> Optional.of(FIFTEEN),
            Staging.none(),
            (server, needs, progress, cancellation) -> {
              running.countDown();
              try {
                throw new AssertionError(needs.get());
              } catch (CancellationException e) {
                throw left.exception(e);
              }
            });
    running.await();

    assertThat(ahead.giveUp()).contains(left);
  }

  @Test
  void aFailureIsThatOfTheStepThatTakesItAndNotOfABackupThatIsBroken() throws Exception {
    Problem ill = new Problem(ProblemCode.DOCKER_UNREACHABLE, "Docker is ill", "wait");
    CountDownLatch failed = new CountDownLatch(1);
    SandboxAhead.Starter starter =
        (server, needs, progress, cancellation) -> {
          failed.countDown();
          throw ill.exception();
        };
    SandboxAhead ahead = SandboxAhead.begin(() -> Optional.of(FIFTEEN), Staging.none(), starter);
    failed.await();

    assertThatThrownBy(() -> take(ahead, FIFTEEN))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(ill));
    assertThat(ahead.giveUp()).isEmpty();
  }

  @Test
  void aCancelledJobCancelsTheStart() throws Exception {
    SandboxAhead ahead =
        SandboxAhead.begin(() -> Optional.of(FIFTEEN), Staging.none(), this::start);
    running.await();
    job.cancel();

    assertThatThrownBy(() -> take(ahead, FIFTEEN)).isInstanceOf(CancellationException.class);
    assertThat(happened).containsExactly("15 runs", "15 is taken back");
  }
}
