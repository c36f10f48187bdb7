package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ChecklistSettings;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.DatabaseProbe;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.NewUploads;
import dev.restorebot.engine.disaster.NewVolumes;
import dev.restorebot.engine.disaster.Restorer;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.Outcome;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rehearsals of a target. */
public final class Rehearsals {
  private static final Logger log = LoggerFactory.getLogger(Rehearsals.class);

  private final RehearsalStore store;
  private final Parts parts;
  private final InstantSource clock;

  /**
   * The parts that do the work.
   *
   * @param services Compose for a project of production
   */
  public record Parts(
      Restorer restorer,
      NewVolumes volumes,
      NewUploads uploads,
      Function<ComposeProject, RehearsalServices> services,
      RehearsalContainers containers,
      DatabaseProbe probe,
      ChecklistSettings checklist,
      RehearsalSettings settings,
      ServiceLimits limits) {}

  /** Rehearses with these. */
  public Rehearsals(RehearsalStore store, Parts parts, InstantSource clock) {
    this.store = store;
    this.parts = parts;
    this.clock = clock;
  }

  /**
   * Rehearses that plan for a disaster restore. Recorded before anything is made; all that is made
   * is removed at the end.
   *
   * @param target the target's name in the settings
   * @throws ProblemException when a target of this kind cannot be rehearsed
   */
  public Rehearsal run(
      String target, DisasterPlan planned, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    if (planned.target().address().isPresent()) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "Only targets in Compose can be rehearsed, and "
                  + target
                  + " is a database in a server.",
              "Use `/restore test` with `verify.after-restore` for it.")
          .exception();
    }
    ComposeProject production = planned.target().project();
    RehearsalNames names = RehearsalNames.of(production.name(), planned.id());
    String time = DisasterPlan.stamp(planned.createdAt());
    DisasterPlan plan =
        planned.rehearsed(
            production.name() + "_" + planned.target().server().service() + "_rehearsal_" + time,
            production.name() + "_uploads_rehearsal_" + time);
    Rehearsal begun =
        new Rehearsal(
            names.id(),
            target,
            plan.backup().name(),
            plan.backup().sha256(),
            names.project(),
            plan.newVolumes(),
            RunningProcess.own(),
            clock.instant(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());
    store.put(begun);
    Rehearsal found = begun;
    try {
      found = new RehearsalRun(plan, names, parts, clock, progress, cancellation).run(begun);
    } finally {
      found = removed(found);
    }
    return found;
  }

  private Rehearsal removed(Rehearsal rehearsal) {
    try {
      remove(rehearsal);
    } catch (ProblemException e) {
      log.warn("the rehearsal {} was not removed: {}", rehearsal.id(), e.getMessage(), e);
      store.put(rehearsal);
      return rehearsal;
    }
    Rehearsal ended = rehearsal.ended(clock.instant());
    store.put(ended);
    return ended;
  }

  private void remove(Rehearsal rehearsal) throws ProblemException {
    parts
        .containers()
        .remove(new RehearsalNames(rehearsal.id(), rehearsal.project()), rehearsal.volumes());
  }

  /**
   * Removes what rehearsals left whose process was killed.
   *
   * @param gone whether the process of one does not run any more
   * @return those that had not ended
   */
  public List<Rehearsal> sweep(Predicate<RunningProcess> gone) {
    return store.open().stream()
        .filter(left -> gone.test(left.process()))
        .map(
            left ->
                removed(
                    left.outcome().isPresent()
                        ? left
                        : left.found(
                            Outcome.COULD_NOT_VERIFY,
                            List.of(),
                            Optional.empty(),
                            List.of(),
                            Optional.of(
                                new Problem(
                                    ProblemCode.INTERRUPTED,
                                    "restore-bot was stopped during the rehearsal.",
                                    "Run it again.")))))
        .toList();
  }
}
