package dev.restorebot.engine.disaster.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers.Seen;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceHealthTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
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

  private static ServiceHealth health(List<String> incomplete, String notStarted) {
    return new ServiceHealth(project(incomplete), notStarted, InstantSource.fixed(NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "api, running, 0, healthy, false, 0, 1, PASSED",
    "api, running, 0, '', false, 0, 1, PASSED",
    "api, running, 0, '', false, 2, 1, FAILED",
    "api, running, 0, healthy, false, 2, 1, FAILED",
    "api, running, 0, '', false, 2, 10, PASSED",
    "api, running, 0, unhealthy, false, 0, 1, FAILED",
    "api, running, 0, starting, false, 0, 1, COULD_NOT_VERIFY",
    "api, exited, 0, '', false, 0, 0, PASSED",
    "web, exited, 0, '', false, 0, 0, COULD_NOT_VERIFY",
    "web, exited, 1, '', false, 5, 0, FAILED",
    "api, exited, 1, '', false, 0, 0, FAILED",
    "api, exited, 137, '', true, 0, 0, COULD_NOT_VERIFY",
    "api, created, 0, '', false, 0, 0, COULD_NOT_VERIFY",
    "api, dead, 0, '', false, 0, 0, FAILED"
  })
  void onlyTheApplicationItselfFailsARehearsal(
      String service,
      String state,
      long code,
      String health,
      boolean outOfMemory,
      int restarts,
      long upSeconds,
      CheckStatus expected) {
    Seen seen =
        new Seen(
            service,
            state,
            code,
            health,
            outOfMemory,
            restarts,
            Optional.of(NOW.minusSeconds(upSeconds)));

    CheckResult found = health(List.of(), "").check(seen, restarts, () -> "ERROR no such table");
    assertThat(found.status()).isEqualTo(expected);
    assertThat(found.detail().contains("no such table")).isEqualTo(expected == CheckStatus.FAILED);
    CheckResult ofIncomplete =
        health(List.of("api", "web"), "").check(seen, restarts, () -> "nothing");
    assertThat(ofIncomplete.status())
        .isEqualTo(expected == CheckStatus.FAILED ? CheckStatus.COULD_NOT_VERIFY : expected);
  }

  @Test
  void whatComposeDidNotStartSaysWhy() {
    ServiceHealth health = health(List.of(), "no such device");
    Seen created = new Seen("api", "created", 0, "", false, 0, Optional.empty());

    assertThat(health.isSettled(List.of(created))).isTrue();
    assertThat(health.check(created, 0, () -> "").detail()).contains("no such device");
    assertThat(health(List.of(), "").isSettled(List.of(created))).isFalse();
  }

  @Test
  void aServiceThatWasStartedAgainHasToKeepRunning() {
    ServiceHealth health = health(List.of(), "");
    Seen again = new Seen("api", "running", 0, "", false, 1, Optional.of(NOW.minusSeconds(9)));
    Seen stable = new Seen("api", "running", 0, "", false, 1, Optional.of(NOW.minusSeconds(10)));

    assertThat(health.isSettled(List.of(again))).isFalse();
    assertThat(health.isSettled(List.of(stable))).isTrue();
    assertThat(health.check(stable, 1, () -> "").detail()).contains("after it was started again");
    CheckResult during = health.check(stable, 0, () -> "ERROR no such queue");
    assertThat(during.status()).isEqualTo(CheckStatus.WARNING);
    assertThat(during.problems().toString()).contains("no such queue");
  }

  @Test
  void aServiceWithoutMemoryTakesTheBlameFromThoseThatNeedIt() {
    List<CheckResult> all =
        List.of(
            CheckResult.failed("http login", "answers 500", "Wrong.", "Look."),
            CheckResult.failed("log api", "no such cache", "Wrong.", "Look."),
            CheckResult.failed("service api", "ended", "Wrong.", "Look."),
            CheckResult.failed("alembic", "revision a, expected b", "Wrong.", "Look."),
            CheckResult.passed("http list", "answers 200 as expected"));

    assertThat(RehearsalChecks.withoutMemory(all, Set.of())).isEqualTo(all);
    assertThat(RehearsalChecks.withoutMemory(all, Set.of("cache")))
        .extracting(CheckResult::status)
        .containsExactly(
            CheckStatus.COULD_NOT_VERIFY,
            CheckStatus.COULD_NOT_VERIFY,
            CheckStatus.COULD_NOT_VERIFY,
            CheckStatus.FAILED,
            CheckStatus.PASSED);
    assertThat(RehearsalChecks.withoutMemory(all, Set.of("cache")).get(0).detail())
        .contains("memory limit of a rehearsal, which ended cache");
    assertThat(RehearsalChecks.whileStarting(all, Set.of())).isEqualTo(all);
    assertThat(RehearsalChecks.whileStarting(all, Set.of("cache")).get(2).detail())
        .isEqualTo("ended (this may come from a service that was not ready in time: cache)");
  }

  @Test
  void aServiceThatWasKilledFromOutsideAccusesNobody() {
    ServiceHealth health = health(List.of(), "");
    Seen killed = new Seen("api", "exited", 137, "", false, 0, Optional.empty());

    assertThat(health.check(killed, 0, () -> "").status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
  }

  @Test
  void containersThatRunAreNoEvidenceOfAnApplicationThatWorks() {
    CheckResult runs = CheckResult.passed("service api", "runs; it has no health check");

    CheckResult none = RehearsalChecks.evidence(List.of(runs), "db");
    assertThat(none.status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(none.detail()).startsWith("no page was requested");
    assertThat(
            RehearsalChecks.evidence(
                    List.of(
                        runs,
                        CheckResult.warning("service web", "it was started again", "Not all.", "")),
                    "db")
                .detail())
        .isEqualTo("no page and no health check shows that it works");
    assertThat(
            RehearsalChecks.evidence(
                    List.of(runs, CheckResult.passed("http login", "answers 200 as expected")),
                    "db")
                .status())
        .isEqualTo(CheckStatus.PASSED);
    assertThat(
            RehearsalChecks.evidence(
                    List.of(runs, CheckResult.passed("service db", "healthy")), "db")
                .status())
        .isEqualTo(CheckStatus.COULD_NOT_VERIFY);
    assertThat(
            RehearsalChecks.evidence(
                    List.of(
                        CheckResult.passed("service api", "healthy, after it was started again")),
                    "db")
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
