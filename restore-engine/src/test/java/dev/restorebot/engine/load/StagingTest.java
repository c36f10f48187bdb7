package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.DiskUse;
import dev.restorebot.engine.sandbox.ForwardingSandbox;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxGuard;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.task.Threads;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong with a staging is no reason to end the reading of the backup. */
@Timeout(60)
class StagingTest {
  private static final Problem ILL = new Problem(ProblemCode.SANDBOX_FAILED, "ill", "wait");

  private final Staging staging =
      Staging.of(
          head -> true,
          new SandboxGuard(new DiskLimits(1, DiskLimits.DEFAULT.most(), DiskLimits.USUAL)));
  private final CompletableFuture<Void> staged = new CompletableFuture<>();
  private final CountDownLatch putting = new CountDownLatch(1);
  private final Cancellation cancellation = new Cancellation();
  private boolean removed;

  /** Takes a file as slowly as may be: until it is cancelled, or fails at once. */
  private final class Taking extends ForwardingSandbox {
    private final long free;
    private final boolean fails;

    Taking(long free, boolean fails) {
      super(new RecordingSandbox(name -> {}));
      this.free = free;
      this.fails = fails;
    }

    @Override
    public String put(String name, InputStream content, Cancellation stop) throws ProblemException {
      putting.countDown();
      if (fails) {
        throw ILL.exception();
      }
      CountDownLatch cancelled = new CountDownLatch(1);
      try (Cancellation.Registration ignored = stop.onCancel(cancelled::countDown)) {
        cancelled.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new CancellationException("put");
    }

    @Override
    public DiskUse disk() {
      return new DiskUse(free, 0);
    }

    @Override
    public void remove() {
      removed = true;
    }
  }

  private BackupArchive readWhileStagedIn(Sandbox sandbox) throws ProblemException {
    Thread unused =
        Threads.start(
            "staging",
            () -> {
              try {
                while (!staging.tee().isWanted()) {
                  Thread.onSpinWait();
                }
                staging.into(sandbox, cancellation);
                staged.complete(null);
              } catch (RuntimeException e) {
                staged.completeExceptionally(e);
              }
            });
    return Fixtures.READER.readWhole(
        Fixtures.path("pg15-custom.dump"),
        Optional.empty(),
        staging.tee(),
        ProgressListener.none(),
        Cancellation.none());
  }

  @Test
  void aFullDiskEndsTheStagingAndNothingElse() throws Exception {
    BackupArchive archive = readWhileStagedIn(new Taking(0, false));

    staged.get();
    assertThat(archive.sha256()).isPresent();
    assertThat(staging.path(archive)).isEmpty();
    assertThat(removed).isFalse();
  }

  @Test
  void aSandboxThatTakesNoFileEndsTheStagingAndNothingElse() throws Exception {
    BackupArchive archive = readWhileStagedIn(new Taking(2, true));

    staged.get();
    assertThat(archive.sha256()).isPresent();
    assertThat(staging.path(archive)).isEmpty();
  }

  @Test
  void aSandboxThatIsGivenUpKeepsNobody() throws Exception {
    Thread unused =
        Threads.start(
            "giving-up",
            () -> {
              try {
                putting.await();
                cancellation.cancel();
              } catch (InterruptedException e) {
                staged.completeExceptionally(e);
              }
            });

    BackupArchive archive = readWhileStagedIn(new Taking(2, false));

    assertThat(archive.sha256()).isPresent();
    assertThatThrownBy(staged::get).isInstanceOf(CancellationException.class);
    assertThat(staging.path(archive)).isEmpty();
  }
}
