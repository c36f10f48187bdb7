package dev.restorebot.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AutoSandboxProviderTest {
  private final FakeSandboxes docker = FakeSandboxes.working("docker");
  private final FakeSandboxes local = FakeSandboxes.working("local");

  @Test
  void prefersTheFirst() throws Exception {
    AutoSandboxProvider auto = new AutoSandboxProvider(docker, local);
    SandboxInfo info = start(auto).info();
    assertThat(info.runtime()).isEqualTo("docker");
    assertThat(info.notes()).containsExactly("first");
    assertThat(local.existing).isEmpty();
    assertThat(auto.runtime()).isEqualTo("auto");
  }

  @Test
  void bothKeepServersReady() {
    WarmPolicy policy = new WarmPolicy(1, "me", Instant.EPOCH, Duration.ofDays(7));
    new AutoSandboxProvider(docker, local).keepWarm(policy);

    assertThat(docker.warm).containsExactly(policy);
    assertThat(local.warm).containsExactly(policy);
  }

  @ParameterizedTest
  @EnumSource(
      value = ProblemCode.class,
      names = {"DOCKER_UNREACHABLE", "IMAGE_MISSING"})
  void fallsBackWithANoteWhenTheFirstCannotBeHad(ProblemCode code) throws Exception {
    AutoSandboxProvider auto =
        new AutoSandboxProvider(FakeSandboxes.failing("docker", code), local);
    assertThat(auto.unavailable()).isEmpty();
    Sandbox sandbox = start(auto);
    assertThat(sandbox.info().runtime()).isEqualTo("local");
    assertThat(sandbox.info().notes())
        .containsExactly("first", "Used local instead of docker: docker is ill");
    assertThat(sandbox.cpus()).isEqualTo(3);
    assertThat(sandbox.put("x", TestStreams.text(""), Cancellation.none())).isEqualTo("/x");
  }

  @Test
  void takesTheThirdWhenNeitherDockerNorAFittingServerIsThere() throws Exception {
    for (ProblemCode code :
        List.of(ProblemCode.NO_POSTGRESQL_INSTALLED, ProblemCode.DUMP_NEWER_THAN_SERVER)) {
      AutoSandboxProvider auto =
          new AutoSandboxProvider(
              FakeSandboxes.failing("docker", ProblemCode.DOCKER_UNREACHABLE),
              new AutoSandboxProvider(
                  FakeSandboxes.failing("local", code), FakeSandboxes.working("embedded")));
      SandboxInfo info = start(auto).info();
      assertThat(info.runtime()).isEqualTo("embedded");
      assertThat(info.notes())
          .contains(
              "Used embedded instead of local: local is ill",
              "Used embedded instead of docker: docker is ill");
    }
  }

  @Test
  void doesNotHideAnyOtherFailure() {
    assertFailsWith(
        ProblemCode.DISK_FULL,
        new AutoSandboxProvider(FakeSandboxes.failing("docker", ProblemCode.DISK_FULL), local));
    assertThat(local.existing).isEmpty();
  }

  @Test
  void tellsOfTheFirstWhenNeitherCanBeHad() {
    AutoSandboxProvider neither =
        new AutoSandboxProvider(
            FakeSandboxes.failing("docker", ProblemCode.DOCKER_UNREACHABLE),
            FakeSandboxes.failing("local", ProblemCode.NO_POSTGRESQL_INSTALLED));
    assertThat(neither.unavailable().orElseThrow().code())
        .isEqualTo(ProblemCode.DOCKER_UNREACHABLE);
    assertFailsWith(ProblemCode.DOCKER_UNREACHABLE, neither);
  }

  @Test
  void listsAndRemovesInBoth() throws Exception {
    SandboxInfo one = start(docker).info();
    SandboxInfo two = start(local).info();
    AutoSandboxProvider auto = new AutoSandboxProvider(docker, local);
    assertThat(auto.list()).containsExactlyInAnyOrder(one, two);
    auto.remove(two);
    assertThat(auto.list()).containsExactly(one);
    auto.remove(one);
    assertThat(auto.list()).isEmpty();
    auto.close();
    assertThat(docker.closed).isTrue();
    assertThat(local.closed).isTrue();
  }

  @Test
  void listsTheSecondWhileTheFirstDoesNotAnswer() throws Exception {
    SandboxInfo info = start(local).info();
    AutoSandboxProvider auto =
        new AutoSandboxProvider(
            FakeSandboxes.failing("docker", ProblemCode.DOCKER_UNREACHABLE), local);
    assertThat(auto.list()).containsExactly(info);
  }

  private static Sandbox start(SandboxProvider provider) throws ProblemException {
    return provider.start(TestRequests.request(), ProgressListener.none(), Cancellation.none());
  }

  private static void assertFailsWith(ProblemCode code, SandboxProvider provider) {
    assertThatThrownBy(() -> start(provider))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }
}
