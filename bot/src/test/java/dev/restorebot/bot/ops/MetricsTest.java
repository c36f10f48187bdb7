package dev.restorebot.bot.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RunningProcess;
import dev.restorebot.engine.evidence.Reports;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.verify.Outcome;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Rehearsal REHEARSED =
      new Rehearsal(
          "abc234",
          "shop",
          "shop_db.dump",
          "00",
          "shop-rehearsal-abc234",
          List.of(),
          new RunningProcess(1, Optional.empty()),
          Instant.parse("2026-11-28T12:00:00Z"),
          Optional.of(Instant.parse("2026-11-28T12:07:00Z")),
          Optional.of(Outcome.PASSED),
          List.of(
              new Rehearsal.Part("restored", Duration.ofSeconds(390), false),
              new Rehearsal.Part("checked", Duration.ofSeconds(10), true)),
          List.of("db", "api"),
          List.of(),
          List.of(),
          Optional.empty(),
          Rehearsal.Request.NONE,
          Optional.empty(),
          Optional.of(PlanOptions.Stop.BEFORE_RESTORE),
          Optional.empty());
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Pattern NAME = Pattern.compile("restorebot_\\w+");
  private static final Path CONFIG = Path.of("..", "config");

  private final Gauges gauges =
      new Gauges(() -> 1, () -> 2, () -> 3, () -> 4, () -> 5, () -> 6, () -> 7);

  private static Job job(JobState state, Optional<Outcome> outcome, boolean report) {
    Job job =
        Job.queued("abc234", "a.dump", "/b/a.dump", new Actor("c:a", "A"), "x\ny\nz", NOON)
            .become(JobState.PREPARING, NOON);
    if (state != JobState.CANCELLED && state != JobState.FAILED) {
      job =
          job.become(JobState.STARTING_SANDBOX, NOON)
              .become(JobState.RESTORING, NOON)
              .become(JobState.VERIFYING, NOON);
    }
    Job ended = job.become(state, NOON);
    return outcome
        .map(
            said ->
                ended.withOutcome(
                    said,
                    Optional.empty(),
                    report
                        ? Optional.of(ReportJson.write(Reports.passed("x").report().orElseThrow()))
                        : Optional.empty()))
        .orElse(ended);
  }

  private String text(TestFacts tests) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Metrics(
            tests,
            new RehearsalMetrics(
                () -> List.of(REHEARSED),
                () -> Map.of("shop", Duration.ofMinutes(15)),
                InstantSource.fixed(Instant.parse("2026-11-28T12:01:30Z"))),
            gauges,
            InstantSource.fixed(NOON.plusSeconds(90)))
        .write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Job passed() {
    return job(JobState.READY, Optional.of(Outcome.PASSED), true);
  }

  @Test
  void aPassedTestShowsInEveryNumber() throws Exception {
    assertThat(text(new TestFacts(Stream.of(passed()))))
        .contains(
            "restorebot_last_passed_test_age_seconds{database=\"zenops\"} 90.0",
            "restorebot_tests_total{database=\"zenops\",outcome=\"PASSED\"} 1.0",
            "restorebot_tests_total{database=\"zenops\",outcome=\"FAILED\"} 0.0",
            "restorebot_last_test_duration_seconds{database=\"zenops\"} 61.0",
            "restorebot_last_test_backup_size_bytes{database=\"zenops\"} 1234.0",
            "restorebot_last_test_rows{database=\"zenops\"} 3.0",
            "restorebot_jobs_open 1.0",
            "restorebot_sandboxes_alive 2.0",
            "restorebot_approvals_pending 3.0",
            "restorebot_last_rehearsal_downtime_seconds{target=\"shop\"} 400.0",
            "restorebot_last_passed_rehearsal_age_seconds{target=\"shop\"} 90.0",
            "restorebot_rto_seconds{target=\"shop\"} 900.0",
            "restorebot_drills_overdue 4.0",
            "restorebot_messages_waiting 5.0");
  }

  @Test
  void whatDidNotPassIsNeverCountedAsPassed() throws Exception {
    TestFacts tests = new TestFacts(Stream.of());
    tell(tests, job(JobState.FAILED, Optional.of(Outcome.FAILED), false));
    tell(tests, job(JobState.CANCELLED, Optional.empty(), false));
    assertThat(text(tests))
        .contains(
            "outcome=\"FAILED\"} 1.0", "outcome=\"CANCELLED\"} 1.0", "outcome=\"PASSED\"} 0.0")
        .doesNotContain("last_passed_test_age_seconds{");
  }

  @Test
  void aTestIsCountedOnceThoughItsSandboxGoesLater() throws Exception {
    TestFacts tests = new TestFacts(Stream.of());
    Job ready = passed();
    tell(tests, ready);
    tell(tests, ready.become(JobState.CLEANED_UP, NOON));
    assertThat(text(tests)).contains("outcome=\"PASSED\"} 1.0");
  }

  private static void tell(TestFacts tests, Job job) {
    tests.changed(job, new JobEvent(job.id(), NOON, job.state().name(), Actor.BOT, ""));
  }

  /** Names in the exported text, of which each has a line of help. */
  private Set<String> exported() throws Exception {
    return Pattern.compile("# HELP (restorebot_\\w+)")
        .matcher(text(new TestFacts(Stream.of(passed()))))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> named(String expressions) {
    return NAME.matcher(expressions)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theDashboardShowsEveryMetricAndNoOther() throws Exception {
    JsonNode dashboard =
        new ObjectMapper().readTree(CONFIG.resolve("grafana-dashboard.json").toFile());
    String expressions = String.join("\n", dashboard.path("panels").findValuesAsText("expr"));
    assertThat(named(expressions)).isEqualTo(exported());
  }

  @Test
  void theDashboardFiltersByDatabaseAndHasThresholds() throws Exception {
    JsonNode dashboard =
        new ObjectMapper().readTree(CONFIG.resolve("grafana-dashboard.json").toFile());
    assertThat(dashboard.at("/templating/list").findValuesAsText("name")).contains("database");
    for (String expr : dashboard.path("panels").findValuesAsText("expr")) {
      boolean ofTests = expr.contains("restorebot_last_") || expr.contains("restorebot_tests_");
      if (ofTests && !expr.contains("rehearsal")) { // those are by target
        assertThat(expr).contains("{database=~\"$database\"}");
      }
    }
    assertThat(dashboard.path("panels").get(0).findValue("thresholds").path("steps")).hasSize(3);
    JsonNode annotations = dashboard.at("/annotations/list");
    assertThat(annotations).isNotEmpty();
    for (JsonNode annotation : annotations) {
      assertThat(named(annotation.path("expr").asText())).isNotEmpty().isSubsetOf(exported());
    }
  }

  @Test
  void alertsAreAboutMetricsThatThereAre() throws Exception {
    JsonNode alerts =
        new ObjectMapper(new YAMLFactory())
            .readTree(CONFIG.resolve("prometheus-alerts.yaml").toFile());
    Path docs = Path.of("..", "docs");
    JsonNode rules = alerts.at("/groups/0/rules");
    assertThat(rules).hasSizeGreaterThan(5);
    for (JsonNode rule : rules) {
      assertThat(rule.path("alert").asText()).isNotEmpty();
      assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
      String page = rule.at("/annotations/runbook_url").asText();
      assertThat(page).startsWith("https://YOUR-DOCS/");
      assertThat(
              docs.resolve(page.substring("https://YOUR-DOCS/".length()).replaceFirst("#.*", "")))
          .exists();
      assertThat(named(rule.path("expr").asText())).isNotEmpty().isSubsetOf(exported());
    }
  }

  @Test
  void everyMetricIsExplainedInTheDocs() throws Exception {
    String page = java.nio.file.Files.readString(Path.of("..", "docs", "metrics.md"));
    assertThat(named(page)).isEqualTo(exported());
  }

  @Test
  void isServedOnLoopbackAndHealthSaysWhenTheBotCannotWork() throws Exception {
    boolean[] broken = {false};
    boolean[] full = {false};
    try (OpsServer server =
        new OpsServer(
            "127.0.0.1",
            0,
            new Metrics(
                new TestFacts(Stream.of()),
                new RehearsalMetrics(List::of, Map::of, InstantSource.system()),
                gauges,
                InstantSource.system()),
            () -> {
              if (full[0]) {
                throw new StateException("Free space if its disk is full.", null);
              }
              if (broken[0]) {
                throw new IllegalStateException("no state file");
              }
            })) {
      assertThat(server.url().getHost()).isEqualTo("127.0.0.1");
      HttpResponse<String> metrics = get(server.url().resolve("/metrics"));
      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
      assertThat(metrics.body()).contains("restorebot_jobs_open 1.0");
      assertThat(get(server.url().resolve("/healthz")).body()).isEqualTo("ok\n");
      broken[0] = true;
      HttpResponse<String> sick = get(server.url().resolve("/healthz"));
      assertThat(sick.statusCode()).isEqualTo(503);
      assertThat(sick.body()).doesNotContain("no state file", "\tat ");
      full[0] = true;
      assertThat(get(server.url().resolve("/healthz")).body()).contains("its disk is full");
      assertThat(get(server.url().resolve("/other")).statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
