package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.backup.Backup;
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
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rehearsals of a target. */
public final class Rehearsals {
  private static final Logger log = LoggerFactory.getLogger(Rehearsals.class);

  static final Problem CANCELLED =
      new Problem(
          ProblemCode.INTERRUPTED, "The rehearsal was cancelled.", "Run it again any time.");
  private static final Problem INTERRUPTED =
      new Problem(
          ProblemCode.INTERRUPTED,
          "restore-bot was stopped during the rehearsal.",
          "Run it again.");

  private final RehearsalStore store;
  private final Parts parts;
  private final Supplier<Optional<String>> disaster;
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
      ServiceLimits limits,
      DiskLimits disk) {}

  /** Rehearses with these, whatever else is going on. */
  public Rehearsals(RehearsalStore store, Parts parts, InstantSource clock) {
    this(store, parts, Optional::empty, clock);
  }

  /**
   * Rehearses with these.
   *
   * @param disaster the id of the disaster restore of the target that is requested or runs now
   */
  public Rehearsals(
      RehearsalStore store, Parts parts, Supplier<Optional<String>> disaster, InstantSource clock) {
    this.store = store;
    this.parts = parts;
    this.disaster = disaster;
    this.clock = clock;
  }

  /**
   * Plans and carries out a rehearsal. Recorded before anything is made; all that is made is
   * removed at the end.
   *
   * @param target the target's name in the settings
   * @throws ProblemException when it cannot be planned, or the target is in use
   */
  public Rehearsal run(
      String target,
      RehearsalPlanning planning,
      Backup backup,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    try (RehearsalGuard guard = guard(cancellation)) {
      DisasterPlan planned = planned(planning, planning.newId(), backup, progress, guard);
      Rehearsal begun =
          begin(planned.id(), target, planned.backup().name(), Rehearsal.Request.NONE);
      return carryOut(begun, planned, progress, guard, told -> {});
    }
  }

  private RehearsalGuard guard(Cancellation asked) {
    return new RehearsalGuard(asked, parts.settings().timeout(), parts.disk());
  }

  /** Within the time of the whole rehearsal: a large backup takes long to read. */
  private static DisasterPlan planned(
      RehearsalPlanning planning,
      String id,
      Backup backup,
      ProgressListener progress,
      RehearsalGuard guard)
      throws ProblemException {
    try {
      planning.requireSuitable();
      return planning.plan(id, backup, progress, guard.cancellation());
    } catch (CancellationException e) {
      if (guard.found().isPresent()) {
        throw guard.found().get().exception(e);
      }
      throw e;
    }
  }

  /**
   * Records that one begins, unless the target is in use.
   *
   * @throws ProblemException when another one of this target runs, or a disaster restore
   */
  Rehearsal begin(String id, String target, String backup, Rehearsal.Request asked)
      throws ProblemException {
    requireNoOther(target);
    requireNoDisaster(target);
    Rehearsal begun = Rehearsal.begun(id, target, backup, asked, clock.instant());
    store.put(begun);
    // Once more: one that was stored meanwhile has seen no rehearsal to end.
    try {
      requireNoDisaster(target);
    } catch (ProblemException e) {
      store.put(begun.cancelled(Actor.BOT, e.problem()).ended(clock.instant()));
      throw e;
    }
    return begun;
  }

  private void requireNoOther(String target) throws ProblemException {
    Optional<Rehearsal> other =
        store.open().stream()
            .filter(each -> each.target().equals(target) && each.outcome().isEmpty())
            .filter(each -> each.process().isAlive())
            .findFirst();
    if (other.isPresent()) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The rehearsal "
                  + other.get().id()
                  + " of "
                  + target
                  + " is running, so no other one was started.",
              "Wait until it ends, or stop it.")
          .exception();
    }
  }

  private void requireNoDisaster(String target) throws ProblemException {
    Optional<String> restore = disaster.get();
    if (restore.isPresent()) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The disaster restore "
                  + restore.get()
                  + " of "
                  + target
                  + " is in progress, so no rehearsal was started.",
              "Wait until it ends, then run the rehearsal again.")
          .exception();
    }
  }

  /**
   * Plans and carries out one that has begun.
   *
   * @param told receives it after each part
   */
  Rehearsal run(
      Rehearsal begun,
      RehearsalPlanning planning,
      Backup backup,
      ProgressListener progress,
      Cancellation cancellation,
      Consumer<Rehearsal> told) {
    try (RehearsalGuard guard = guard(cancellation)) {
      DisasterPlan plan = planned(planning, begun.id(), backup, progress, guard);
      return carryOut(begun, plan, progress, guard, told);
    } catch (ProblemException e) {
      log.warn("rehearsal {} was not planned: {}", begun.id(), e.getMessage(), e);
      return ended(
          begun.found(
              RehearsalRun.outcome(e.problem()),
              List.of(),
              Optional.empty(),
              List.of(),
              Optional.of(e.problem())));
    } catch (CancellationException e) {
      return ended(begun.stopped(CANCELLED));
    } catch (RuntimeException | Error e) {
      // An Error too: it must end, whatever broke.
      log.error("rehearsal {} broke", begun.id(), e);
      Rehearsal left = store.find(begun.id()).orElse(begun).stopped(broken(e));
      return left.endedAt().isPresent() ? stored(left) : removed(left);
    }
  }

  private static Problem broken(Throwable cause) {
    return new Problem(
        ProblemCode.INTERNAL_ERROR,
        "restore-bot failed with an internal error ("
            + cause.getClass().getSimpleName()
            + "); this says nothing about the backup or the application.",
        "The details are in the bot's log. Run the rehearsal again, and report it if it happens"
            + " again.");
  }

  private Rehearsal carryOut(
      Rehearsal begun,
      DisasterPlan planned,
      ProgressListener progress,
      RehearsalGuard guard,
      Consumer<Rehearsal> told) {
    ComposeProject production = planned.target().project();
    RehearsalNames names = RehearsalNames.of(production.name(), planned.id());
    String time = DisasterPlan.stamp(planned.createdAt());
    DisasterPlan plan =
        planned.rehearsed(
            production.name() + "_" + planned.target().server().service() + "_rehearsal_" + time,
            production.name() + "_uploads_rehearsal_" + time);
    Rehearsal prepared = begun.planned(plan, names.project(), parts.settings().rto());
    store.put(prepared);
    told.accept(prepared);
    Rehearsal found = prepared;
    try {
      found =
          new RehearsalRun(
                  plan,
                  names,
                  parts,
                  clock,
                  progress,
                  guard,
                  done -> told.accept(prepared.reached(done)))
              .run(prepared);
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
      return stored(rehearsal);
    }
    return ended(rehearsal);
  }

  private Rehearsal ended(Rehearsal rehearsal) {
    return stored(rehearsal.ended(clock.instant()));
  }

  private Rehearsal stored(Rehearsal rehearsal) {
    store.put(rehearsal);
    return rehearsal;
  }

  private void remove(Rehearsal rehearsal) throws ProblemException {
    parts
        .containers()
        .remove(new RehearsalNames(rehearsal.id(), rehearsal.project()), rehearsal.volumes());
  }

  /**
   * Removes what rehearsals left that do not run any more.
   *
   * @param gone whether one does not run any more
   * @return those without a verdict: nobody has heard of their end
   */
  public List<Rehearsal> sweep(Predicate<Rehearsal> gone) {
    List<Rehearsal> unfinished = new ArrayList<>();
    for (Rehearsal left : store.open().stream().filter(gone).toList()) {
      RunningProcess.endCompose(left.project());
      if (left.outcome().isPresent()) {
        Rehearsal unused = removed(left);
      } else {
        unfinished.add(removed(left.cancelled(Actor.BOT, INTERRUPTED)));
      }
    }
    return unfinished;
  }
}
