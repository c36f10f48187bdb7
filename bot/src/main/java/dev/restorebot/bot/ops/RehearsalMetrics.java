package dev.restorebot.bot.ops;

import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The metrics of rehearsals, by target.
 *
 * @param passed the newest rehearsal of each target that passed
 * @param rto how long a disaster restore of a target may be down, where that is set
 */
public record RehearsalMetrics(
    Supplier<List<Rehearsal>> passed, Supplier<Map<String, Duration>> rto, InstantSource clock)
    implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    GaugeSnapshot.Builder ages =
        gauge(
            "last_passed_rehearsal_age_seconds",
            "Time since the newest rehearsal that passed was started, by target.");
    GaugeSnapshot.Builder downtimes =
        gauge(
            "last_rehearsal_downtime_seconds",
            "Downtime of a disaster restore, as the newest passed rehearsal measured it.");
    GaugeSnapshot.Builder objectives =
        gauge("rto_seconds", "The longest downtime that disaster.rto allows, by target.");
    for (Rehearsal each : passed.get()) {
      ages.dataPoint(point(each.target(), Duration.between(each.startedAt(), clock.instant())));
      each.downtime().ifPresent(time -> downtimes.dataPoint(point(each.target(), time.measured())));
    }
    rto.get().forEach((target, most) -> objectives.dataPoint(point(target, most)));
    return MetricSnapshots.of(ages.build(), downtimes.build(), objectives.build());
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(Metrics.PREFIX + name).help(help);
  }

  private static GaugeDataPointSnapshot point(String target, Duration value) {
    return GaugeDataPointSnapshot.builder()
        .labels(Labels.of("target", target))
        .value(value.toMillis() / 1000.0)
        .build();
  }
}
