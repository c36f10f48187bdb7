package dev.restorebot.engine;

import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.Disasters;
import dev.restorebot.engine.disaster.RunbookFolder;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.rehearsal.RehearsalEvents;
import dev.restorebot.engine.disaster.rehearsal.RehearsalJobs;
import dev.restorebot.engine.testrestore.PassedTests;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The parts of the disaster restores of all targets of the settings. */
final class AllDisasterParts implements AutoCloseable {
  private final Supplier<EngineSettings> live;
  private final DisasterShared shared;
  private final InstantSource clock;
  private final List<DisasterParts> parts = new ArrayList<>();
  private final List<DisasterParts> configured = new ArrayList<>();
  private final TargetWatch watch;
  private final RehearsalJobs rehearsals;
  private final Optional<DisasterTargets> targets;

  /**
   * Builds them all.
   *
   * @param backups of which the runbooks take the newest
   * @param runbooks where the runbooks are
   * @param events hears of rehearsals
   */
  AllDisasterParts(
      Supplier<EngineSettings> live,
      DisasterShared shared,
      BackupCatalog backups,
      RunbookFolder runbooks,
      RehearsalEvents events,
      InstantSource clock) {
    this.live = live;
    this.watch =
        new TargetWatch(
            configured, new DailyRunbooks(live, backups, new PassedTests(shared.jobs()), runbooks));
    this.shared = shared.with(watch.after(shared.events()));
    this.clock = clock;
    this.rehearsals =
        new RehearsalJobs(shared.rehearsals(), this::rehearsing, events, shared.audit(), clock);
    Map<String, Disasters> built = new LinkedHashMap<>();
    for (EngineSettings.Disaster each : live.get().disasters()) {
      built.put(each.name(), of(each.name(), each.target().name()::equals));
    }
    this.targets =
        built.isEmpty()
            ? Optional.empty()
            : Optional.of(new DisasterTargets(built, others(), runbooks::status));
  }

  /** Those of targets that were configured earlier, so that none stays where it is for ever. */
  private List<Disasters> others() {
    Set<String> known =
        live.get().disasters().stream()
            .map(EngineSettings.Disaster::target)
            .map(TargetSettings::name)
            .collect(Collectors.toSet());
    Map<Boolean, Set<String>> removed =
        shared.store().recent(Integer.MAX_VALUE).stream()
            .filter(each -> !known.contains(each.target()))
            .collect(
                Collectors.partitioningBy(
                    each -> each.plan().target().address().isPresent(),
                    Collectors.mapping(Disaster::target, Collectors.toSet())));
    return removed.entrySet().stream()
        .filter(each -> !each.getValue().isEmpty())
        .map(each -> removed(each.getKey(), each.getValue()))
        .toList();
  }

  private Disasters removed(boolean ofServer, Set<String> names) {
    DisasterParts parts = DisasterParts.removed(live, ofServer, clock, shared.memory());
    this.parts.add(parts);
    return parts.disasters(shared, names::contains, () -> {});
  }

  private Disasters of(String name, Predicate<String> stored) {
    DisasterParts target = new DisasterParts(live, name, clock, shared.memory());
    parts.add(target);
    configured.add(target);
    return target.disasters(shared, stored, () -> rehearsals.makeRoom(name));
  }

  private Optional<RehearsalJobs.Parts> rehearsing(String target) {
    return configured.stream()
        .filter(each -> each.name().equals(target))
        .findFirst()
        .map(each -> each.rehearsals(shared));
  }

  /** Returns the rehearsals. */
  RehearsalJobs rehearsals() {
    return rehearsals;
  }

  /** Returns the disaster restores; empty when no target is configured. */
  Optional<DisasterTargets> targets() {
    return targets;
  }

  /** Resumes what an earlier process left, and begins to watch deadlines and the targets. */
  void start() {
    targets.ifPresent(
        all -> {
          configured.forEach(target -> rehearsals.swept(target.sweep(shared)));
          rehearsals.watch();
          all.start();
          watch.start();
        });
  }

  /** Ends the rehearsals, and lets go of Docker. The disaster restores are closed before. */
  @Override
  public void close() {
    rehearsals.close();
    watch.close();
    parts.forEach(DisasterParts::close);
  }
}
