package dev.restorebot.bot.ops;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** The metrics, read at each request; docs/metrics.md explains each. */
public final class Metrics {
  static final String PREFIX = "restorebot_";

  private final PrometheusRegistry registry = new PrometheusRegistry();

  /** Makes metrics of those facts and numbers. */
  public Metrics(TestFacts tests, RehearsalMetrics rehearsals, Gauges gauges, InstantSource clock) {
    registry.register(rehearsals);
    GaugeWithCallback.builder()
        .name(PREFIX + "last_passed_test_age_seconds")
        .help("Time since the newest test restore that passed was asked for, by database.")
        .labelNames("database")
        .callback(
            value ->
                tests.passed(
                    (database, at) ->
                        value.call(
                            Duration.between(at, clock.instant()).toMillis() / 1000.0, database)))
        .register(registry);
    CounterWithCallback.builder()
        .name(PREFIX + "tests_total")
        .help("Finished test restores, by database and outcome.")
        .labelNames("database", "outcome")
        .callback(
            value ->
                tests.counts(
                    (database, counts) ->
                        counts.forEach((outcome, n) -> value.call(n, database, outcome))))
        .register(registry);
    last(
        tests,
        "last_test_duration_seconds",
        "Duration of the newest finished test restore, by database.",
        facts -> facts.millis().map(millis -> millis / 1000.0));
    last(
        tests,
        "last_test_backup_size_bytes",
        "Size of the backup of the newest finished test restore, by database.",
        facts -> facts.bytes().map(Long::doubleValue));
    last(
        tests,
        "last_test_rows",
        "Rows of all tables in the newest finished test restore, by database.",
        facts -> facts.rows().map(Long::doubleValue));
    gauge(
        "jobs_open",
        "Test restores that wait or run; not those that are over and whose sandbox is kept.",
        gauges.openJobs());
    gauge("sandboxes_alive", "Sandboxes that exist.", gauges.sandboxes());
    gauge(
        "approvals_pending",
        "Requests for approval that wait for votes.",
        gauges.approvalsPending());
    gauge("drills_overdue", "Drills that should have been done.", gauges.drillsOverdue());
    gauge("messages_waiting", "Messages that no chat has taken yet.", gauges.messagesWaiting());
    gauge("go_waiting", "Disaster restores that wait for a lead's decision.", gauges.goWaiting());
    gauge(
        "services_down",
        "Disaster restores that keep production's services stopped.",
        gauges.servicesDown());
  }

  private void last(
      TestFacts tests, String name, String help, Function<TestFacts.Last, Optional<Double>> which) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames("database")
        .callback(
            value ->
                tests.last(
                    (database, facts) ->
                        which.apply(facts).ifPresent(number -> value.call(number, database))))
        .register(registry);
  }

  private void gauge(String name, String help, IntSupplier number) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(value -> value.call(number.getAsInt()))
        .register(registry);
  }

  /** Returns the metrics in Prometheus's text format. */
  void write(OutputStream out) throws IOException {
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
  }
}
