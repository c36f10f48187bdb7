package dev.restorebot.bot.wiring;

import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.ops.Gauges;
import dev.restorebot.bot.ops.Metrics;
import dev.restorebot.bot.ops.OpsServer;
import dev.restorebot.bot.ops.RehearsalMetrics;
import dev.restorebot.bot.ops.TestFacts;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.state.StateFolder;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Builds the server of metrics from settings. */
final class OpsFactory {
  /** The number of jobs of the state file that the metrics begin with. */
  private static final int KNOWN = 10_000;

  private OpsFactory() {}

  static OpsServer server(
      Supplier<Settings> live, RestoreEngine engine, Outbox outbox, InstantSource clock)
      throws IOException {
    Settings settings = live.get();
    JobStore store = engine.jobs();
    TestFacts tests = new TestFacts(store.recent(KNOWN));
    engine.tests().addListener(tests);
    Gauges gauges =
        new Gauges(
            () -> (int) store.open().filter(job -> job.state() != JobState.READY).count(),
            () -> (int) store.open().filter(job -> job.sandbox().isPresent()).count(),
            engine::pendingApprovals,
            () -> (int) engine.drills().overdue(),
            outbox::count,
            () -> disasters(engine, each -> each.state().awaitsLead()),
            () -> disasters(engine, each -> each.servicesDownSince().isPresent()));
    return new OpsServer(
        settings.metrics().address(),
        settings.metrics().port(),
        new Metrics(
            tests,
            new RehearsalMetrics(() -> rehearsals(engine), () -> rtos(live.get()), clock),
            gauges,
            clock),
        () -> {
          store.open();
          StateFolder.requireWritable(settings.stateDir());
        });
  }

  private static List<Rehearsal> rehearsals(RestoreEngine engine) {
    return engine.disasters().stream()
        .flatMap(all -> all.names().stream())
        .flatMap(target -> engine.rehearsals().newestPassed(target).stream())
        .toList();
  }

  private static Map<String, Duration> rtos(Settings settings) {
    Map<String, Duration> all = new TreeMap<>();
    settings
        .disasters()
        .forEach((target, each) -> each.rto().ifPresent(most -> all.put(target, most)));
    return all;
  }

  private static int disasters(RestoreEngine engine, Predicate<Disaster> which) {
    return engine
        .disasters()
        .map(all -> (int) all.current().stream().filter(which).count())
        .orElse(0);
  }
}
