package dev.restorebot.engine.backup.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.Swapping;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.VerifySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole test restores of backups that lie on a real server, which cuts its connections. */
abstract class RemoteRestoreContract {
  @TempDir private Path temp;
  private Served served;
  private Cutting cutting;
  private SandboxProvider sandboxes;
  private EngineUnderTest engine;

  abstract SandboxProvider sandboxes();

  @BeforeEach
  void start() throws Exception {
    served = Served.overWebDav(temp.toRealPath());
    cutting = new Cutting(served.port(), number -> 5_000);
    sandboxes = sandboxes();
    engine =
        new EngineUnderTest(
            sandboxes, "fixture-key-not-a-secret", new VerifySettings(List.of(), Optional.empty()));
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
    assertThat(sandboxes.list().stream().filter(s -> s.owner().equals(engine.owner())))
        .as("nothing is left behind")
        .isEmpty();
    sandboxes.close();
    cutting.close();
    served.close();
  }

  private Path uploaded(String name) throws Exception {
    Path archive = Path.of(RemoteRestoreContract.class.getResource("/archives/" + name).toURI());
    Path there = served.folder().resolve("tiers").resolve(name);
    Files.createDirectories(there);
    if (Files.isDirectory(archive)) {
      try (var files = Files.list(archive)) {
        for (Path file : files.toList()) {
          Files.copy(file, there.resolve(file.getFileName()));
        }
      }
    } else {
      Files.delete(there);
      Files.copy(archive, there);
    }
    RcloneRemote remote = served.through(temp, cutting.port()).remote("box:tiers");
    return new RcloneSource(remote, BackupNames.usual(ZoneId.of("UTC"))).list().get(0).file();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg15-custom.dump.enc", "pg15-plain.sql", "pg15-tar.tar"})
  void passesThoughTheConnectionKeepsBreaking(String name) throws Exception {
    Job job = engine.restore(uploaded(name));

    Report report = EngineUnderTest.report(job);
    assertThat(report.problems()).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(report.tables()).hasSize(3);
    assertThat(cutting.cuts()).isPositive();
  }

  @Test
  void passesFromAFolderOfADirectoryDump() throws Exception {
    Job job = engine.restore(uploaded("pg15-directory"));

    assertThat(EngineUnderTest.report(job).outcome()).isEqualTo(Outcome.PASSED);
  }

  @Test
  void aRemoteFileThatIsSwappedAfterItWasReadIsNotReadAgain() throws Exception {
    String name = "pg15-custom-z0.dump";
    Path file = uploaded(name);
    Path there = served.folder().resolve("tiers").resolve(name);
    byte[] mine = Files.readAllBytes(there);
    byte[] other = mine.clone();
    other[other.length / 2] ^= 1;
    CompletableFuture<Job> restoring = new CompletableFuture<>();
    engine.heard().when(job -> job.state() == JobState.RESTORING, restoring);
    CompletableFuture<Void> swapped = restoring.thenAccept(job -> Swapping.swap(there, other));

    Job job = engine.restore(file);

    assertThat(swapped).isCompleted();
    Report report = EngineUnderTest.report(job);
    assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(report.backup().sha256()).contains(DigestUtils.sha256Hex(mine));
  }

  @Test
  void saysThatTheConnectionWentWhileItWasRead() throws Exception {
    Path file = uploaded("pg15-plain.sql");
    CompletableFuture<Job> reading = new CompletableFuture<>();
    engine.heard().when(job -> job.state() == JobState.PREPARING, reading);
    CompletableFuture<Void> cut = reading.thenAccept(job -> cutting.from(number -> 0));

    Job job = engine.restore(file);

    assertThat(cut).isCompleted();
    assertThat(job.state()).isEqualTo(JobState.COULD_NOT_VERIFY);
    assertThat(EngineUnderTest.report(job).problems())
        .extracting(Report.ProblemFacts::code)
        .containsExactly("connection-lost");
  }
}
