package dev.restorebot.bot.wiring;

import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.ops.Gauges;
import dev.restorebot.bot.ops.Metrics;
import dev.restorebot.bot.ops.OpsServer;
import dev.restorebot.bot.ops.TestFacts;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.jdbc.JdbcApprovalStore;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.testrestore.TestRestores;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/** Where metrics are served, built from the settings. */
final class OpsFactory {
  /** How many jobs of the state file the metrics begin with. */
  private static final int KNOWN = 10_000;

  private OpsFactory() {}

  static OpsServer server(
      Settings.Metrics settings,
      TestRestores engine,
      JobStore store,
      JdbcApprovalStore requests,
      IntSupplier drillsOverdue,
      Outbox outbox,
      InstantSource clock)
      throws IOException {
    TestFacts tests = new TestFacts(store.recent(KNOWN));
    engine.addListener(tests);
    Gauges gauges =
        new Gauges(
            () -> store.open().size(),
            () -> (int) store.open().stream().filter(job -> job.sandbox().isPresent()).count(),
            () ->
                (int)
                    requests.open().stream()
                        .filter(request -> request.state() == ApprovalState.PENDING)
                        .count(),
            drillsOverdue,
            () -> outbox.waiting().size());
    return new OpsServer(
        settings.address(), settings.port(), new Metrics(tests, gauges, clock), store::open);
  }
}
