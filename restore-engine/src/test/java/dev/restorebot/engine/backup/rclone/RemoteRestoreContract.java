package dev.restorebot.engine.backup.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.archive.Swapping;
import dev.restorebot.engine.archive.Wrapping;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.state.TemporaryFiles;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.testing.RequiresTmpfs;
import dev.restorebot.engine.testing.SmallDisk;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.VerifySettings;
import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole test restores of backups that lie on a real server, which cuts its connections. */
abstract class RemoteRestoreContract {
  private static final String ARCHIVES = "/archives/";
  private static final int LARGE = 8 << 20;

  /** The end of the tar and of its last file. */
  private static final int CUT_OFF = 12_000;

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
    assertThat(standing()).as("nothing is left behind").isEmpty();
    sandboxes.close();
    cutting.close();
    served.close();
  }

  /** A tar archive of 8 MB, much more than waits in memory: it has a large object of that size. */
  private static byte[] largeTar() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Path small =
        Path.of(RemoteRestoreContract.class.getResource(ARCHIVES + "pg15-tar.tar").toURI());
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(small))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files.put(entry.getName(), tar.readAllBytes());
      }
    }
    byte[] object = new byte[LARGE];
    new Random(1).nextBytes(object);
    assertThat(files.replace("blob_90001.dat", object)).isNotNull();
    return Wrapping.tar(files);
  }

  private Path uploaded(String name, byte[] content) throws Exception {
    Path there = Files.createDirectories(served.folder().resolve("tiers")).resolve(name);
    Files.write(there, content);
    return listed("rclone");
  }

  /** The path of the only backup in the remote, read with that program. */
  private Path listed(String program) throws Exception {
    RcloneRemote remote = served.through(temp, cutting.port()).remote("box:tiers");
    RcloneRemote through = new RcloneRemote(remote.spec(), program, remote.config());
    return new RcloneSource(through, BackupNames.usual(ZoneId.of("UTC"))).list().get(0).file();
  }

  private Path uploaded(String name) throws Exception {
    Path archive = Path.of(RemoteRestoreContract.class.getResource(ARCHIVES + name).toURI());
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
    return listed("rclone");
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

  /** Also where this machine's disk has no room for a copy. */
  @ParameterizedTest
  @ValueSource(strings = {"small.dump.enc", "large.tar", "large.tar.gz"})
  @RequiresTmpfs
  void anArchiveIsDownloadedOnce(String name) throws Exception {
    cutting.from(number -> Integer.MAX_VALUE);
    byte[] content =
        switch (name) {
          case "small.dump.enc" -> Fixtures.bytes("pg15-custom.dump.enc");
          case "large.tar" -> largeTar();
          default -> Wrapping.gzipStored(largeTar());
        };
    Path first = uploaded(name, content);
    Path calls = temp.resolve("calls");
    Path program = temp.resolve("rclone-that-is-counted");
    Files.writeString(program, "#!/bin/sh\necho \"$*\" >>'" + calls + "'\nexec rclone \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path disk = Files.createDirectories(temp.resolve("disk"));
    try (SmallDisk ignored = SmallDisk.mount(disk, 64);
        Closeable unused = TemporaryFiles.keepIn(disk)) {
      Path file = listed(program.toString());
      assertThat(file).asString().isEqualTo(first.toString());

      Job job = engine.restore(file);

      Report report = EngineUnderTest.report(job);
      assertThat(report.problems()).isEmpty();
      assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
      assertThat(report.backup().sha256()).contains(DigestUtils.sha256Hex(content));
    }
    assertThat(Files.readAllLines(calls).stream().filter(call -> call.contains(" cat --offset ")))
        .singleElement()
        .asString()
        .contains("cat --offset 0 ");
  }

  @Test
  void aFaultInTheLastBytesIsFoundBeforeAnythingIsLoadedAndLeavesNothing() throws Exception {
    cutting.from(number -> Integer.MAX_VALUE);
    byte[] whole = largeTar();
    Path file = uploaded("large.tar", Arrays.copyOf(whole, whole.length - CUT_OFF));

    Job job = engine.submit(file);
    awaitServer(job);
    Job ended = engine.await(job, each -> each.state().ended());

    assertThat(ended.state()).isEqualTo(JobState.FAILED);
    assertThat(ended.reason().orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    assertThat(ended.sandbox()).isEmpty();
    assertThat(EngineUnderTest.report(ended).backupUnusable()).isTrue();
    assertThat(engine.heard().states).doesNotContain(JobState.STARTING_SANDBOX);
    assertThat(standing()).isEmpty();
  }

  @Test
  void aTestThatIsCancelledWhileItIsReadLeavesNothing() throws Exception {
    cutting.from(number -> Integer.MAX_VALUE);
    Job job = engine.submit(uploaded("large.tar", largeTar()));
    awaitServer(job);

    assertThat(engine.engine().cancel(job.id(), EngineUnderTest.ASHA)).isTrue();

    Job ended = engine.await(job, each -> each.state().ended());
    assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
    assertThat(engine.heard().states).doesNotContain(JobState.STARTING_SANDBOX);
    assertThat(standing()).isEmpty();
  }

  /** Waits until something of a server is there, while the backup is still being read. */
  private void awaitServer(Job job) throws ProblemException {
    while (standing().isEmpty()) {
      assertThat(engine.engine().job(job.id()).orElseThrow().state().ended()).isFalse();
      LockSupport.parkNanos(10_000_000);
    }
  }

  private List<SandboxInfo> standing() throws ProblemException {
    return sandboxes.list().stream().filter(s -> s.owner().equals(engine.owner())).toList();
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
