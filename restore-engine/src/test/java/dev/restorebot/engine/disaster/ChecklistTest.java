package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChecklistTest {
  private static final Duration STABLE = Duration.ofSeconds(10);

  private static final String STARTING =
      "2026-11-26 00:53:14.523 UTC [31] FATAL:  the database system is starting up";

  private final DatabaseProbe probe = mock(DatabaseProbe.class);
  private DisasterPlan plan = SampleDisasters.asked("d1", "zenops").plan();
  private final Target target = plan.target();

  private Disaster.Done started = Disaster.Done.NOTHING.withStart(Instant.EPOCH);
  private List<Pattern> ignored = List.of();

  @BeforeEach
  void answers() throws Exception {
    when(probe.query(any(), contains("count(*)"))).thenReturn(List.of(List.of("4")));
    when(probe.query(any(), contains("to_regclass"))).thenReturn(List.of(List.of("f")));
  }

  @Test
  void whoeverConnectedTooEarlyIsNoErrorOfTheDatabase() throws Exception {
    when(probe.log(any(), eq("db"), any())).thenReturn(List.of(STARTING));

    assertThat(log("db").status()).isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void anotherErrorBesideItIs() throws Exception {
    when(probe.log(any(), eq("db"), any()))
        .thenReturn(List.of(STARTING, "PANIC:  could not locate a valid checkpoint record"));

    assertThat(log("db").status()).isEqualTo(CheckStatus.FAILED);
    assertThat(log("db").detail()).contains("1 lines", "checkpoint").doesNotContain("starting");
  }

  @Test
  void aServiceThatGaveUpOnItHasAnError() throws Exception {
    when(probe.log(any(), eq("api"), any())).thenReturn(List.of(STARTING));

    assertThat(log("api").status()).isEqualTo(CheckStatus.FAILED);
  }

  @Test
  void anErrorThatWasThereBeforeTheSwapDoesNotCount() throws Exception {
    when(probe.log(any(), eq("api"), any()))
        .thenReturn(
            List.of(
                "2026-11-24 11:59:58,123 ERROR smtp 550 for asha@example.org in task 4f1c2d3e4a5b",
                "Traceback (most recent call last):",
                "  File \"/app/mail.py\", line 7, in send",
                "TimeoutError: no answer"));
    started = started.withKnownErrors(checklist().knownErrors(target, Instant.EPOCH));
    when(probe.log(any(), eq("api"), any()))
        .thenReturn(
            List.of(
                "2026-11-24 12:30:01,007 ERROR smtp 550 for ben@example.org in task 99aa00bb11cc",
                "Traceback (most recent call last):",
                "  File \"/app/mail.py\", line 7, in send",
                "TimeoutError: no answer"));

    assertThat(log("api").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(log("api").detail())
        .isEqualTo("no new error since the start; 2 lines as before the swap");
  }

  @Test
  void anotherErrorThanBeforeCounts() throws Exception {
    when(probe.log(any(), eq("api"), any()))
        .thenReturn(
            List.of(
                "12:00 ERROR relation \"items\" does not exist",
                "Traceback (most recent call last):",
                "TimeoutError: no answer"));
    started = started.withKnownErrors(checklist().knownErrors(target, Instant.EPOCH));
    when(probe.log(any(), eq("api"), any()))
        .thenReturn(
            List.of(
                "12:30 ERROR relation \"users\" does not exist",
                "Traceback (most recent call last):",
                "KeyError: 'role'"));

    assertThat(log("api").detail()).startsWith("2 lines with errors: ");
  }

  @Test
  void aPanicOfTheDatabaseCountsEvenIfItWasThereBefore() throws Exception {
    when(probe.log(any(), eq("db"), any())).thenReturn(List.of("PANIC:  could not write"));
    started = started.withKnownErrors(checklist().knownErrors(target, Instant.EPOCH));

    assertThat(log("db").status()).isEqualTo(CheckStatus.FAILED);
  }

  @Test
  void whileTheLogBeforeIsNotKnownEveryErrorIsNew() throws Exception {
    when(probe.log(any(), any(), any()))
        .thenThrow(new Problem(ProblemCode.TIMED_OUT, "no log", "try again").exception());

    assertThat(checklist().knownErrors(target, Instant.EPOCH)).isEmpty();
  }

  @Test
  void anErrorThatTheSettingsIgnoreDoesNotCount() throws Exception {
    when(probe.log(any(), eq("api"), any())).thenReturn(List.of("ERROR smtp 550", "ERROR other"));
    ignored = List.of(Pattern.compile("smtp \\d+"));

    assertThat(log("api").detail()).contains("1 lines").doesNotContain("smtp");
  }

  @Test
  void aLineOfALogIsShownWithoutValuesOfRows() throws Exception {
    when(probe.log(any(), eq("api"), any()))
        .thenReturn(
            List.of("ERROR:  invalid input syntax for type integer: \"4711\" asha@example.org"));

    assertThat(log("api").detail()).contains("invalid input syntax").doesNotContain("4711", "asha");
  }

  /** Nobody has looked into it, so it has not passed. */
  @Test
  void aLogThatIsNotInTheProjectIsSkipped() throws Exception {
    PlanOptions byHand =
        PlanOptions.DEFAULT.with(new ServiceSettings(ServiceSettings.Kind.CHECKLIST, List.of()));
    plan = SampleDisasters.asked("d1", "zenops", byHand).plan();

    assertThat(log("api").status()).isEqualTo(CheckStatus.SKIPPED);
    assertThat(log("db").status()).isEqualTo(CheckStatus.PASSED);
    verify(probe, never()).log(any(), eq("api"), any());
  }

  @Test
  void aRoleOfTheApplicationThatLostATableFailsAndIsNamedWithTheTable() throws Exception {
    readBefore(
        List.of(
            row("role", "app", ""), row("uses", "app", ""), row("reads", "app", "public.items")));
    readNow(List.of(row("role", "app", ""), row("table", "", "public.items")));

    CheckResult roles = check("roles");
    assertThat(roles.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(roles.detail())
        .isEqualTo("permission denied for app on public.items, which it could read before");
    assertThat(roles.problems().get(0).hint()).contains("TO app)", "exec db psql");
  }

  @Test
  void aRoleOfTheApplicationThatIsGoneFails() throws Exception {
    readBefore(List.of(row("uses", "app", ""), row("reads", "app", "public.items")));
    readNow(List.of(row("table", "", "public.items")));

    assertThat(check("roles").detail()).isEqualTo("the role app does not exist any more");
  }

  /** Such as a report's role that got its grants after the backup was made. */
  @Test
  void anotherRoleThatLostATableIsNamedAndDoesNotFail() throws Exception {
    readBefore(List.of(row("reads", "report", "public.items")));
    readNow(List.of(row("role", "report", ""), row("table", "", "public.items")));

    assertThat(check("roles").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(check("roles").detail())
        .isEqualTo(
            "no role of the application is known; but permission denied for report on"
                + " public.items, which it could read before");
  }

  @Test
  void aTableThatTheBackupDoesNotHaveIsNotMissed() throws Exception {
    readBefore(
        List.of(
            row("uses", "app", ""),
            row("reads", "app", "public.items"),
            row("reads", "app", "public.newer")));
    readNow(
        List.of(
            row("role", "app", ""),
            row("table", "", "public.items"),
            row("reads", "app", "public.items")));

    assertThat(check("roles").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(check("roles").detail()).isEqualTo("the application's 1 role can read as before");
  }

  @Test
  void withoutKnowledgeOfBeforeTheRolesAreSkipped() {
    assertThat(check("roles").status()).isEqualTo(CheckStatus.SKIPPED);
  }

  @Test
  void eachStartedServiceThatDoesNotRunFailsWithItsLog() throws Exception {
    ApplicationServices services = mock(ApplicationServices.class);
    when(services.failing(List.of("api", "mailer"), STABLE, STABLE))
        .thenReturn(Map.of("mailer", "it ended with exit code 3"));
    when(probe.log(any(), eq("mailer"), any())).thenReturn(List.of("starting", "no such table"));

    assertThat(check("service api", services).status()).isEqualTo(CheckStatus.PASSED);
    CheckResult mailer = check("service mailer", services);
    assertThat(mailer.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(mailer.detail()).isEqualTo("it ended with exit code 3; its log: no such table");
  }

  @Test
  void servicesThatCannotBeAskedAreUnknown() throws Exception {
    ApplicationServices services = mock(ApplicationServices.class);
    when(services.failing(any(), any(), any()))
        .thenThrow(Preflight.problem("Docker does not answer.", "Start it."));

    assertThat(check("services", services).status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
  }

  private CheckResult check(String name, ApplicationServices services) {
    return checklist()
        .run(
            plan,
            started,
            new Checklist.Started(List.of("api", "mailer"), services),
            Cancellation.none())
        .stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void readBefore(List<List<String>> rows) throws Exception {
    readNow(rows);
    started = started.withReaders(checklist().readers(target));
  }

  private void readNow(List<List<String>> rows) throws Exception {
    when(probe.query(any(), contains("SET LOCAL ROLE"))).thenReturn(rows);
  }

  private static List<String> row(String... fields) {
    return List.of(fields);
  }

  private Checklist checklist() {
    return new Checklist(
        probe,
        () ->
            new ChecklistSettings(
                List.of(),
                Optional.empty(),
                ChecklistSettings.ERRORS,
                ignored,
                Optional.empty(),
                Duration.ZERO,
                STABLE));
  }

  private CheckResult log(String service) {
    return check("log " + service);
  }

  private CheckResult check(String name) {
    return checklist()
        .run(plan, started, new Checklist.Started(List.of(), new NoServices()), Cancellation.none())
        .stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
