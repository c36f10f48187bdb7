package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the application is away, from the first stopped service to its readiness, for both
 * policies. Prints a table; fails when it does not work, never because of a time. docs/benchmark.md
 * has the command.
 */
@RequiresDocker
@RequiresCompose
class DowntimeBenchmark {
  private static final int ROWS = Integer.getInteger("benchmark.rows", 3_750_000);
  private static final long MB = 1024 * 1024;

  @TempDir Path folder;

  @Test
  void downtime() throws Exception {
    try (ComposeUnderTest project = new ComposeUnderTest(folder.resolve("app")).up();
        DisasterRig rig = new DisasterRig(project)) {
      project.fill("saved");
      project.sql(
          "CREATE TABLE events AS SELECT g AS id, now() - g * interval '1 second' AS at,"
              + " md5(g::text) || md5((g + 1)::text) || md5((g + 2)::text) AS payload"
              + " FROM generate_series(1, "
              + ROWS
              + ") g; ALTER TABLE events ADD PRIMARY KEY (id); CREATE INDEX ON events (at);");
      project.sql("CHECKPOINT");
      long size = Long.parseLong(project.sql("SELECT pg_database_size('zenops')")) / MB;
      Path dump = project.dump(folder.resolve("zenops_db_2026-02-09_14-30-00.dump"));
      System.out.printf(
          "database %d MB, backup %d MB%n| disaster.stop-services | Whole restore | Downtime |%n",
          size, Files.size(dump) / MB);
      for (PlanOptions.Stop stop : PlanOptions.Stop.values()) {
        measure(project, rig, dump, stop);
      }
    }
  }

  private void measure(ComposeUnderTest project, DisasterRig rig, Path dump, PlanOptions.Stop stop)
      throws Exception {
    PlanOptions options =
        new PlanOptions(stop, PlanOptions.Swap.AUTOMATIC, false, AfterSwap.DEFAULT);
    String id = "bench" + stop.name().length();
    try (JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve(id + ".db"))) {
      Disaster asked =
          Disaster.requested(
              new Actor("slack:U1", "Asha"),
              "benchmark",
              "-",
              "none",
              project.settings(),
              rig.plan(id, dump, options));
      assertThat(store.insert(asked)).isTrue();
      Disaster approved =
          store.update(asked.become(DisasterState.PREPARING, Instant.now())).orElseThrow();
      AtomicReference<Instant> stopped = new AtomicReference<>();
      AtomicReference<Instant> ready = new AtomicReference<>();
      Instant start = Instant.now();
      Disaster done =
          rig.run(
                  approved,
                  store,
                  now -> {
                    if (now.state() == DisasterState.STOPPING_SERVICES) {
                      stopped.set(Instant.now());
                    } else if (now.state() == DisasterState.CHECKING) {
                      ready.set(awaitReady(project.url("/readyz")));
                    }
                  })
              .drive();
      Instant end = Instant.now();
      assertThat(done.state()).as(String.valueOf(done.problem())).isEqualTo(DisasterState.DONE);
      System.out.printf(
          "| %s | %.1f s | %.1f s |%n",
          stop, seconds(start, end), seconds(stopped.get(), ready.get()));
      assertThat(rig.run(done, store).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
    }
  }

  private static Instant awaitReady(URI url) {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
    while (true) {
      try {
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return Instant.now();
        }
      } catch (IOException e) {
        // Not yet: asked again.
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
