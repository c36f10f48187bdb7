package dev.restorebot.engine.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import dev.restorebot.engine.verify.VerifySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump that fills the disk of a machine without Docker. */
@RequiresLocalPostgres
class LocalDiskIT {
  private static final String FILL =
      "CREATE TABLE fill AS SELECT repeat('x', 1500) FROM generate_series(1, 100000000);\n";

  @TempDir Path folder;

  @AfterAll
  static void removeBase() throws Exception {
    LocalSandboxIT.removeBase();
  }

  @Test
  void isEndedAndLeavesNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("zenops_db_1.sql"), FILL);
    DiskLimits limits = new DiskLimits(0, OptionalLong.of(250_000_000), Duration.ofMillis(300));
    try (LocalSandboxProvider provider =
            new LocalSandboxProvider(LocalSandboxIT.settings(List.of()));
        EngineUnderTest engine =
            new EngineUnderTest(
                provider,
                "",
                new VerifySettings(List.of(), Optional.empty()),
                LoadSettings.DEFAULT,
                limits)) {
      Job job = engine.restore(file);
      assertThat(job.state()).isEqualTo(JobState.COULD_NOT_VERIFY);
      assertThat(job.reason().orElseThrow().code()).isEqualTo(ProblemCode.DISK_LIMIT);
      assertThat(provider.list()).noneMatch(one -> one.owner().equals(engine.owner()));
    }
  }
}
