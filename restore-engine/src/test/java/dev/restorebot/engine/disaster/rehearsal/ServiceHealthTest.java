package dev.restorebot.engine.disaster.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers.Seen;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceHealthTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static IsolatedProject project(List<String> incomplete) {
    return new IsolatedProject(
        JSON.createObjectNode(),
        List.of("api", "web"),
        List.of("web"),
        incomplete,
        Map.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "api, running, 0, healthy, false, 0, PASSED",
    "api, running, 0, '', false, 0, PASSED",
    "api, running, 0, '', false, 2, FAILED",
    "api, running, 0, unhealthy, false, 0, FAILED",
    "api, running, 0, starting, false, 0, COULD_NOT_VERIFY",
    "api, exited, 0, '', false, 0, PASSED",
    "web, exited, 0, '', false, 5, FAILED",
    "api, exited, 1, '', false, 0, FAILED",
    "api, exited, 137, '', true, 0, COULD_NOT_VERIFY",
    "api, created, 0, '', false, 0, COULD_NOT_VERIFY",
    "api, dead, 0, '', false, 0, FAILED"
  })
  void onlyTheApplicationItselfFailsARehearsal(
      String service,
      String state,
      long code,
      String health,
      boolean outOfMemory,
      int restarts,
      CheckStatus expected) {
    Seen seen = new Seen(service, state, code, health, outOfMemory, restarts);

    assertThat(new ServiceHealth(project(List.of()), "").check(seen).status()).isEqualTo(expected);
    CheckStatus ofIncomplete =
        new ServiceHealth(project(List.of("api", "web")), "").check(seen).status();
    assertThat(ofIncomplete)
        .isEqualTo(expected == CheckStatus.FAILED ? CheckStatus.COULD_NOT_VERIFY : expected);
  }

  @Test
  void whatComposeDidNotStartSaysWhy() {
    ServiceHealth health = new ServiceHealth(project(List.of()), "no such device");
    Seen created = new Seen("api", "created", 0, "", false, 0);

    assertThat(health.isSettled(List.of(created))).isTrue();
    assertThat(health.check(created).detail()).contains("no such device");
    assertThat(new ServiceHealth(project(List.of()), "").isSettled(List.of(created))).isFalse();
  }

  @Test
  void containersThatRunAreNoEvidenceOfAnApplicationThatWorks() {
    CheckResult runs = CheckResult.passed("service api", "runs; it has no health check");

    assertThat(RehearsalChecks.evidence(List.of(runs)).status())
        .isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(
            RehearsalChecks.evidence(
                    List.of(runs, CheckResult.passed("http login", "answers 200 as expected")))
                .status())
        .isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void aFailedLogNamesNoContainerThatIsGone() {
    CheckResult failed =
        CheckResult.failed("log api", "ERROR x", "errors", "docker compose logs api");

    CheckResult told = RehearsalChecks.ofRehearsal(failed, project(List.of()));

    assertThat(told.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(told.problems()).noneMatch(problem -> problem.hint().contains("docker"));
    assertThat(RehearsalChecks.ofRehearsal(failed, project(List.of("api"))).status())
        .isEqualTo(CheckStatus.COULD_NOT_VERIFY);
  }

  @Test
  void secretsOfTheEnvironmentAreInNoResult() throws Exception {
    Secrets secrets =
        new Secrets(
            JSON.readTree(
                "{\"api\":{\"environment\":{\"BOT_TOKEN\":\"123:abc\",\"MODE\":\"production\","
                    + "\"WEBHOOK\":\"a-value-that-is-long-enough\"}}}"));

    CheckResult masked =
        secrets.mask(
            CheckResult.failed(
                "log api",
                "ERROR url /bot123:abc/send, a-value-that-is-long-enough, production",
                "meaning 123:abc",
                "hint 123:abc"));

    assertThat(masked.detail()).isEqualTo("ERROR url /bot***/send, ***, production");
    assertThat(masked.problems().toString()).doesNotContain("123:abc");
  }
}
