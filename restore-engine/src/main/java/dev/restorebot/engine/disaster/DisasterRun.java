package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one disaster restore from its present state until it waits for somebody or has ended. Used
 * once, by one thread. The same call continues after a crash: {@link DisasterState} says how.
 *
 * <p>Whether it was approved is not asked here: whoever moves it to PREPARING has asked.
 */
public final class DisasterRun {
  private static final Logger log = LoggerFactory.getLogger(DisasterRun.class);

  private final Tools tools;
  private final DisasterStore store;
  private final DisasterListener listener;
  private final InstantSource clock;
  private final Cancellation cancellation;
  private Disaster disaster;
  private Optional<Restorer.Loadable> backup = Optional.empty();
  private Optional<NewVolumes.Filling> filling = Optional.empty();
  private Optional<Restorer.Loaded> loaded = Optional.empty();

  /** The parts that do the work. */
  public record Tools(
      Planner planner,
      Restorer restorer,
      NewVolumes volumes,
      NewUploads uploads,
      Swap swap,
      Function<ComposeProject, ServiceControl> services,
      DatabaseProbe probe,
      Checklist checklist) {}

  /**
   * A run of that disaster restore.
   *
   * @param cancellation ends it before the swap; from then on it is not asked any more
   */
  public DisasterRun(
      Disaster disaster,
      Tools tools,
      DisasterStore store,
      DisasterListener listener,
      InstantSource clock,
      Cancellation cancellation) {
    this.disaster = disaster;
    this.tools = tools;
    this.store = store;
    this.listener = listener;
    this.clock = clock;
    this.cancellation = cancellation;
  }

  /** Goes on until it waits or has ended, and returns it as it is then stored. */
  public Disaster drive() {
    while (disaster.state().working()) {
      DisasterState at = disaster.state();
      try {
        step();
      } catch (CancellationException e) {
        undo(DisasterState.CANCELLED, Optional.empty());
      } catch (ProblemException e) {
        log.warn("disaster restore {} in {}: {}", disaster.id(), at, e.getMessage(), e);
        failed(e.problem());
      } catch (LostException e) {
        log.warn("disaster restore {} was changed by somebody else; this run stops", disaster.id());
        return store.find(disaster.id()).orElse(disaster);
      } catch (RuntimeException e) {
        log.error("disaster restore {} failed unexpectedly in {}", disaster.id(), at, e);
        failed(internal(e));
      }
    }
    return disaster;
  }

  /** A lead said to swap. For a manual swap: a person has done it, and it is checked. */
  public Disaster go() throws ProblemException {
    if (disaster.plan().options().swap() != PlanOptions.Swap.MANUAL) {
      toSwap();
      return drive();
    }
    String mounted = tools.probe().mountedVolume(disaster.plan().target());
    if (!mounted.equals(disaster.plan().newVolume())) {
      throw new Problem(
              ProblemCode.SWAP_FAILED,
              "The database still uses the volume " + mounted + ".",
              "Run the commands of the runbook first, then confirm the swap again.")
          .exception();
    }
    if (hasUploads()) {
      tools.swap().requireUploads(disaster.plan(), disaster.plan().newUploadsVolume().get());
    }
    disaster = disaster.with(disaster.progress().withSwap(Optional.empty()));
    become(DisasterState.STARTING_SERVICES);
    return drive();
  }

  /** Undoes everything: before the swap as {@code CANCELLED}, after it as {@code ROLLED_BACK}. */
  public Disaster rollBack() {
    boolean swapped = disaster.progress().swapBegan();
    undo(swapped ? DisasterState.ROLLED_BACK : DisasterState.CANCELLED, Optional.empty());
    return drive();
  }

  private void step() throws ProblemException {
    if (disaster.state().cancellable()) {
      cancellation.check();
    }
    switch (disaster.state()) {
      case PREPARING -> prepare();
      case STOPPING_SERVICES -> stopServices();
      case CREATING_VOLUME -> createVolume();
      case RESTORING -> restore();
      case VERIFYING -> verify();
      case SWAPPING -> swap();
      case STARTING_SERVICES -> startServices();
      case CHECKING -> check();
      case ROLLING_BACK -> rollingBack();
      default -> throw new IllegalStateException("nothing to do in " + disaster.state());
    }
  }

  private void prepare() throws ProblemException {
    backup = Optional.of(read());
    tools.planner().recheck(disaster.plan(), disaster.settings());
    if (stopsFirst()) {
      toStop();
    } else {
      become(DisasterState.CREATING_VOLUME);
    }
  }

  private void stopServices() throws ProblemException {
    services().stop(disaster.plan().target().stopServices());
    if (stopsFirst()) {
      become(DisasterState.CREATING_VOLUME);
    } else {
      rememberOverride();
      become(DisasterState.SWAPPING);
    }
  }

  private void createVolume() throws ProblemException {
    discard();
    if (hasUploads()) {
      tools.uploads().create(disaster.plan());
    }
    filling = Optional.of(tools.volumes().start(disaster.plan(), progress(), cancellation));
    become(DisasterState.RESTORING);
  }

  private void restore() throws ProblemException {
    if (filling.isEmpty()) {
      become(DisasterState.CREATING_VOLUME);
      return;
    }
    Restorer.Loadable read = backup.isPresent() ? backup.get() : read();
    loaded = Optional.of(read.load(filling.get().sandbox(), progress(), cancellation));
    if (hasUploads()) {
      tools.uploads().fill(disaster.plan(), progress(), cancellation);
    }
    become(DisasterState.VERIFYING);
  }

  private void verify() throws ProblemException {
    if (filling.isEmpty() || loaded.isEmpty()) {
      become(DisasterState.CREATING_VOLUME);
      return;
    }
    Verification found = loaded.get().verify(filling.get().sandbox(), progress(), cancellation);
    disaster = disaster.withChecks(found.checks());
    if (found.outcome() != Outcome.PASSED) {
      undo(
          found.outcome() == Outcome.FAILED ? DisasterState.FAILED : DisasterState.COULD_NOT_VERIFY,
          found.problems().stream().findFirst());
      return;
    }
    if (hasUploads()) {
      List<CheckResult> checks = new ArrayList<>(disaster.checks());
      checks.add(tools.uploads().verify(disaster.plan()));
      disaster = disaster.withChecks(checks);
    }
    filling.get().finish(cancellation);
    if (disaster.plan().options().swap() == PlanOptions.Swap.AUTOMATIC) {
      toSwap();
    } else {
      become(DisasterState.AWAITING_GO);
    }
  }

  private void toSwap() throws ProblemException {
    if (!stopsFirst() && !disaster.plan().target().stopServices().isEmpty()) {
      toStop();
    } else {
      rememberOverride();
      become(DisasterState.SWAPPING);
    }
  }

  private void swap() throws ProblemException {
    DisasterPlan plan = disaster.plan();
    tools.swap().stopDatabase(plan);
    if (plan.safetyVolume().isPresent()) {
      tools.volumes().safetyCopy(plan, Cancellation.none());
    }
    String by = disaster.requestedBy().name();
    tools.swap().forward(plan, plan.override(by, disaster.reason()), Cancellation.none());
    become(DisasterState.STARTING_SERVICES);
  }

  private void startServices() throws ProblemException {
    if (disaster.progress().startedAt().isEmpty()) {
      disaster = disaster.with(disaster.progress().withStart(clock.instant()));
    }
    services().start(disaster.progress().ran());
    become(DisasterState.CHECKING);
  }

  private void check() {
    List<CheckResult> checks =
        tools
            .checklist()
            .run(
                disaster.plan().target(),
                disaster.progress().startedAt().orElseThrow(),
                Cancellation.none());
    disaster = disaster.withChecks(checks);
    if (Checklist.passed(checks)) {
      become(DisasterState.DONE);
    } else {
      undo(
          DisasterState.ROLLED_BACK,
          checks.stream()
              .filter(check -> check.status() != CheckStatus.PASSED)
              .flatMap(check -> check.problems().stream())
              .findFirst());
    }
  }

  private void rollingBack() throws ProblemException {
    DisasterPlan plan = disaster.plan();
    Disaster.Done done = disaster.progress();
    if (done.swapBegan()) {
      services().stop(plan.target().stopServices());
      tools.swap().back(plan, done.override(), Cancellation.none());
    } else {
      discard();
    }
    services().start(done.ran());
    become(done.ending().orElseThrow());
  }

  private void discard() throws ProblemException {
    tools.volumes().discard(disaster.plan());
    if (hasUploads()) {
      tools.uploads().discard(disaster.plan());
    }
  }

  private boolean hasUploads() {
    return disaster.plan().newUploadsVolume().isPresent();
  }

  private boolean stopsFirst() {
    return disaster.plan().options().stop() == PlanOptions.Stop.BEFORE_RESTORE
        && !disaster.plan().target().stopServices().isEmpty();
  }

  /** What runs is stored before it is stopped, or a crash would leave it stopped for ever. */
  private void toStop() throws ProblemException {
    List<String> ran =
        services().running().stream()
            .filter(disaster.plan().target().stopServices()::contains)
            .toList();
    disaster = disaster.with(disaster.progress().withRan(ran));
    become(DisasterState.STOPPING_SERVICES);
  }

  private void rememberOverride() throws ProblemException {
    Optional<String> before = OverrideFile.read(disaster.plan().overrideFile());
    disaster = disaster.with(disaster.progress().withSwap(before));
  }

  private Restorer.Loadable read() throws ProblemException {
    return tools.restorer().read(disaster.plan().backup(), progress(), cancellation);
  }

  private void failed(Problem why) {
    if (disaster.state() == DisasterState.ROLLING_BACK) {
      disaster = disaster.withProblem(Optional.of(notUndone(why)));
      become(DisasterState.FAILED);
    } else if (disaster.progress().swapBegan()) {
      undo(DisasterState.ROLLED_BACK, Optional.of(why));
    } else {
      boolean bad = why.code().blame() == Blame.BACKUP || why.code().blame() == Blame.RESTORE;
      undo(bad ? DisasterState.FAILED : DisasterState.COULD_NOT_VERIFY, Optional.of(why));
    }
  }

  private Problem notUndone(Problem why) {
    DisasterPlan plan = disaster.plan();
    String first = disaster.problem().map(p -> " It was undone because: " + p.message()).orElse("");
    return new Problem(
        why.code(),
        "The rollback failed: "
            + why.message()
            + first
            + " The old volume "
            + plan.target().volume().name()
            + (hasUploads()
                ? " and " + plan.target().uploads().orElseThrow().name() + " have"
                : " has")
            + " not been touched.",
        why.hint() + " Then run the last part of the runbook by hand.");
  }

  private void undo(DisasterState ending, Optional<Problem> why) {
    disaster = disaster.with(disaster.progress().withEnding(ending)).withProblem(why);
    become(DisasterState.ROLLING_BACK);
  }

  private void become(DisasterState next) {
    disaster = store.update(disaster.become(next, clock.instant())).orElseThrow(LostException::new);
    listener.changed(disaster);
  }

  private ServiceControl services() {
    return tools.services().apply(disaster.plan().target().project());
  }

  private ProgressListener progress() {
    Disaster now = disaster;
    return told -> listener.progress(now, told);
  }

  private static Problem internal(RuntimeException e) {
    return new Problem(
        ProblemCode.INTERNAL_ERROR,
        "restore-bot had an internal error (" + e.getClass().getSimpleName() + ").",
        "See the bot's log for details.");
  }

  /** Somebody else changed what this run believed to own. */
  private static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
