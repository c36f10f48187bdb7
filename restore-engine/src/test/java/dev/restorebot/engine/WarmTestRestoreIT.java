package dev.restorebot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.dockerjava.api.DockerClient;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.WarmPolicy;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.TestDocker;
import dev.restorebot.engine.verify.VerifySettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole test restores with a server that is ready, on a real engine. */
@RequiresDocker
class WarmTestRestoreIT {
  private static final String BACKUP = "pg15-custom.dump";

  private final DockerSandboxProvider sandboxes =
      new DockerSandboxProvider(DockerSettings.withDefaults());

  private List<SandboxInfo> own(EngineUnderTest engine) {
    try {
      return sandboxes.list().stream().filter(each -> each.owner().equals(engine.owner())).toList();
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the engine to begin, then for the server to be ready: upkeep waits for upkeep. */
  private SandboxInfo ready(EngineUnderTest engine) {
    Eventually.get(
        "a server for the next test",
        () -> own(engine),
        all -> all.stream().anyMatch(SandboxInfo::isWarm));
    sandboxes.keepWarm(
        new WarmPolicy(1, engine.owner(), Instant.now(), EngineUnderTest.MAX_LIFETIME));
    return own(engine).stream().filter(SandboxInfo::isWarm).findFirst().orElseThrow();
  }

  @Test
  void eachTestTakesTheServerThatWasStartedAfterTheOneBeforeAndTheVerdictIsTheSame()
      throws Exception {
    EngineUnderTest engine =
        new EngineUnderTest(sandboxes, "", new VerifySettings(List.of(), Optional.empty()));
    try (DockerClient docker = TestDocker.client()) {
      engine.keepWarm(1);
      Job cold = engine.restore(TestRestoreContract.fixture(BACKUP));
      Report first = EngineUnderTest.report(cold);
      for (int i = 0; i < 2; i++) {
        String id = docker.inspectContainerCmd(ready(engine).container()).exec().getId();
        Job job = engine.restore(TestRestoreContract.fixture(BACKUP));

        assertThat(job.state()).isEqualTo(JobState.READY);
        var container = docker.inspectContainerCmd(job.sandbox().orElseThrow().container()).exec();
        assertThat(container.getId()).isEqualTo(id);
        assertThat(Instant.parse(container.getCreated())).isBefore(job.createdAt());
        Report report = EngineUnderTest.report(job);
        assertThat(report.outcome()).isEqualTo(first.outcome());
        assertThat(report.tables()).isEqualTo(first.tables());
        assertThat(report.checks())
            .allSatisfy(check -> assertThat(check.status()).isIn("passed", "skipped"))
            .extracting(Report.CheckFacts::name, Report.CheckFacts::status)
            .contains(tuple("schema-drift", "passed"), tuple("row-drift", "passed"));
      }
      assertThat(ready(engine).isWarm()).isTrue();
    } finally {
      engine.close();
      assertThat(own(engine)).as("nothing is left behind").isEmpty();
      sandboxes.close();
    }
  }
}
