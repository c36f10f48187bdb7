package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.StateException;
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
 * Runs the {@link Steps} of one disaster restore from its present state until it waits for somebody
 * or has ended. Used once, by one thread. The same call continues after a crash: {@link
 * DisasterState} says how.
 *
 * <p>It does not ask for approval: the caller that moves it to PREPARING has asked.
 */
public final class DisasterRun {
  private static final Logger log = LoggerFactory.getLogger(DisasterRun.class);

  private final List<Step> steps;
  private final Tools tools;
  private final DisasterStore store;
  private final DisasterListener listener;
  private final InstantSource clock;
  private final Cancellation cancellation;
  private Disaster disaster;
  private Optional<Restorer.Loadable> backup = Optional.empty();
  private Optional<NewVolumes.Filling> filling = Optional.empty();
  private Optional<Restorer.Loaded> loaded = Optional.empty();
  private Optional<WayBackFile> wayBack = Optional.empty();
  private Optional<Problem> waitsFor = Optional.empty();

  /** The parts that do the work. */
  public record Tools(
      Planner planner,
      Restorer restorer,
      NewVolumes volumes,
      NewUploads uploads,
      Swap swap,
      Function<ComposeProject, ServiceControl> services,
      DatabaseProbe probe,
      Checklist checklist,
      TargetLock lock) {
    /** Returns what stops and starts the services of that disaster restore. */
    ApplicationServices services(Disaster disaster) {
      DisasterPlan plan = disaster.plan();
      ServiceSettings how = plan.options().services();
      return switch (how.kind()) {
        case COMPOSE -> services.apply(plan.target().project());
        case COMMANDS -> new CommandServices(how.commands());
        case CHECKLIST -> new HandServices(disaster);
      };
    }
  }

  /**
   * A run of that disaster restore.
   *
   * @param cancellation ends it before the swap; from then on it is not asked any more
   */
  DisasterRun(
      Disaster disaster,
      Tools tools,
      DisasterStore store,
      DisasterListener listener,
      InstantSource clock,
      Cancellation cancellation) {
    this.disaster = disaster;
    this.steps = disaster.plan().steps();
    this.tools = tools;
    this.store = store;
    this.listener = listener;
    this.clock = clock;
    this.cancellation = cancellation;
  }

  /** Continues until it waits or has ended, and returns it as it is then stored. */
  Disaster drive() {
    while (disaster.state().working()) {
      DisasterState at = disaster.state();
      try {
        continueFrom(at);
      } catch (HandServices.NeededException e) {
        awaitPeople(e.work());
      } catch (CancellationException e) {
        rollBack(DisasterState.CANCELLED, Optional.empty());
      } catch (ProblemException e) {
        log.warn("disaster restore {} in {}: {}", disaster.id(), at, e.getMessage(), e);
        if (mayWait(e.problem())) {
          waitsFor = Optional.of(e.problem());
          return disaster;
        }
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

  /**
   * Without Docker nothing can be done by hand either, and each step may be done again. Before the
   * swap that is so for what is undone only: everything else is undone then.
   */
  private boolean mayWait(Problem why) {
    return why.code() == ProblemCode.DOCKER_UNREACHABLE
        && (swapped() || disaster.state() == DisasterState.ROLLING_BACK);
  }

  /** Returns why it stopped although it is still at work; empty when it did not. */
  Optional<Problem> waitsFor() {
    return waitsFor;
  }

  /** Continues from AWAITING_GO: a lead said to swap, or a person has swapped by hand. */
  Disaster go() throws ProblemException {
    try {
      proveSwap();
      tools.volumes().closeLook(plan());
      carryOut();
    } catch (LostException e) {
      return store.find(disaster.id()).orElse(disaster);
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      log.error("disaster restore {} failed unexpectedly after go", disaster.id(), e);
      throw internal(e).exception(e); // it still waits, so a lead can say go again
    }
    return drive();
  }

  /** Undoes everything: before the swap as {@code CANCELLED}, after it as {@code ROLLED_BACK}. */
  Disaster rollBack() {
    rollBack(swapped() ? DisasterState.ROLLED_BACK : DisasterState.CANCELLED, disaster.problem());
    return drive();
  }

  /** Continues from AWAITING_KEEP: a lead said that the restored data stays. */
  Disaster keep() {
    recordStarted();
    disaster = disaster.withProblem(Optional.empty());
    become(DisasterState.DONE);
    return disaster;
  }

  /** Until it is confirmed that they are stopped, they may run. */
  private void awaitPeople(HandWork work) {
    Disaster.Done done = disaster.progress().withHandWork(work);
    record(work.task() == HandWork.Task.STOP ? done.withRunning() : done);
    become(DisasterState.AWAITING_SERVICES);
  }

  /** Continues from AWAITING_SERVICES: a lead said that people have done what was asked. */
  Disaster confirmed() {
    HandWork work = disaster.progress().handWork().orElseThrow();
    Disaster.Done done = disaster.progress().withHandWork(work.confirmed());
    record(work.task() == HandWork.Task.STOP ? done.withStop(clock.instant()) : done);
    become(work.then());
    return drive();
  }

  /** Starts the services that were held back until people had checked the data. */
  Disaster startHeld() throws ProblemException {
    List<String> held = disaster.progress().held();
    if (!byHand()) {
      startWithNeeded(held, List.of());
    }
    Disaster.Done done = disaster.progress();
    store(disaster.with(done.withHeld(List.of()).withRan(AfterSwap.union(done.ran(), held))));
    return disaster;
  }

  private void continueFrom(DisasterState at) throws ProblemException {
    if (at.cancellable()) {
      cancellation.check();
    }
    if (at == DisasterState.ROLLING_BACK) {
      proveWayBack();
      undo(steps);
      become(disaster.progress().ending().orElseThrow());
    } else if (filling.isEmpty()
        && (at == DisasterState.RESTORING || at == DisasterState.VERIFYING)) {
      // The server that fills the new volume ended with the process that started it.
      become(DisasterState.CREATING_VOLUME);
    } else {
      carryOut();
    }
  }

  /** Runs the steps of the present state, and stores the state of the step behind them. */
  private void carryOut() throws ProblemException {
    DisasterState at = disaster.state();
    for (Step step : steps(at)) {
      step.run().in(this);
      if (disaster.state() != at) {
        return; // it found a reason to undo everything
      }
    }
    List<DisasterState> states = steps.stream().map(Step::state).distinct().toList();
    int after = states.indexOf(at) + 1;
    DisasterState next = after < states.size() ? states.get(after) : DisasterState.DONE;
    for (Step step : steps(next)) {
      step.prepare().in(this);
    }
    become(next);
  }

  private List<Step> steps(DisasterState state) {
    return steps.stream().filter(step -> step.state() == state).toList();
  }

  /** From the last to the first. */
  void undo(List<Step> done) throws ProblemException {
    for (int last = done.size() - 1; last >= 0; last--) {
      done.get(last).undo().in(this);
    }
  }

  // The work of the steps, in the order of Steps.

  void prepare() throws ProblemException {
    backup = Optional.of(read());
    tools.planner().recheck(plan(), disaster.settings());
  }

  private Restorer.Loadable read() throws ProblemException {
    return tools.restorer().read(plan().backup(), progress(), cancellation);
  }

  /** Records what runs before it is stopped, or a crash would leave it stopped for ever. */
  void recordRunning() throws ProblemException {
    proveUnasked();
    List<String> ran =
        services().running().stream().filter(plan().target().stopServices()::contains).toList();
    record(disaster.progress().withRan(ran).withStop(clock.instant()));
    recordReaders(); // the application is connected
  }

  private void recordReaders() {
    if (disaster.progress().readers().isEmpty() && plan().target().outage().isEmpty()) {
      record(disaster.progress().withReaders(tools.checklist().readers(plan().target())));
    }
  }

  void startStopped() throws ProblemException {
    if (byHand()) {
      leaveToPeople();
      return;
    }
    services().start(disaster.progress().ran(), plan().overrideFile());
    record(disaster.progress().withRunning());
  }

  /** Nothing follows that depends on their start, so the ending only says it. */
  private void leaveToPeople() {
    HandWork start = new HandWork(HandWork.Task.START, ran(), disaster.state(), false);
    record(disaster.progress().withHandWork(start).withRunning());
  }

  void createVolumes() throws ProblemException {
    discardVolumes();
    if (hasUploads()) {
      tools.uploads().create(plan());
    }
    filling = Optional.of(tools.volumes().start(plan(), progress(), cancellation));
  }

  /** Never after the swap: production uses them. */
  void discardVolumes() throws ProblemException {
    if (swapped()) {
      return;
    }
    if (filling.isPresent()) {
      filling.get().release();
    }
    if (!replaced()) {
      tools.volumes().discard(plan());
    }
    if (hasUploads()) {
      tools.uploads().discard(plan());
    }
  }

  void restore() throws ProblemException {
    Restorer.Loadable read = backup.isPresent() ? backup.get() : read();
    loaded = Optional.of(read.load(filling.get().sandbox(), progress(), cancellation));
  }

  void unpackUploads() throws ProblemException {
    tools.uploads().fill(plan(), progress(), cancellation);
  }

  void verify() throws ProblemException {
    NewVolumes.Filling server = filling.get();
    Verification found = loaded.get().verify(server.sandbox(), progress(), cancellation);
    disaster = disaster.withChecks(found.checks());
    if (found.outcome() != Outcome.PASSED) {
      rollBack(
          found.outcome() == Outcome.FAILED ? DisasterState.FAILED : DisasterState.COULD_NOT_VERIFY,
          found.problems().stream().findFirst());
      return;
    }
    if (hasUploads()) {
      List<CheckResult> checks = new ArrayList<>(disaster.checks());
      checks.add(tools.uploads().verify(plan()));
      disaster = disaster.withChecks(checks);
    }
    // Afterwards nothing serves the restored data any more until it is swapped in.
    observer()
        .compare(plan().target(), server.sandbox())
        .ifPresent(seen -> disaster = disaster.with(disaster.observations().withComparison(seen)));
    server.finish(cancellation);
    record(disaster.progress().withRestored(tools.swap().restored(plan())));
  }

  /** For a swap by hand: it must have been done. */
  void checkSwapByHand() throws ProblemException {
    Optional<String> serving = tools.swap().doneByHand(plan());
    if (disaster.progress().restored().isPresent()) {
      requireRestored(serving);
    }
    record(disaster.progress().withSwap(serving));
  }

  /** Before the swap: with it the database gets a new container, and the old log is gone. */
  void recordKnownErrors() {
    recordReaders();
    List<String> known = tools.checklist().knownErrors(plan().target(), clock.instant());
    record(disaster.progress().withKnownErrors(known));
  }

  void recordOverride() throws ProblemException {
    proveUnasked();
    requireRestored(tools.swap().restored(plan()));
    recordKnownErrors();
    record(disaster.progress().withSwap(tools.swap().before(plan())));
  }

  /** Tries twice what cannot be undone: whatever the first try did, the second continues. */
  void swapIn() throws ProblemException {
    listener.beforeSwap(disaster);
    try {
      swapOnce();
    } catch (ProblemException e) {
      if (plan().target().hasWayBack()) {
        throw e;
      }
      log.warn("disaster restore {}: swapping again: {}", disaster.id(), e.getMessage(), e);
      swapOnce();
    }
  }

  private void swapOnce() throws ProblemException {
    tools
        .swap()
        .swapIn(plan(), disaster.requestedBy().name(), disaster.reason(), Cancellation.none());
  }

  void swapBack() throws ProblemException {
    if (swapped()) {
      tools.swap().swapBack(plan(), wayBack.orElseThrow().content(), Cancellation.none());
    }
  }

  /** Proves, before anything is stopped, that Compose would still do what was approved. */
  private void proveSwap() throws ProblemException {
    if (plan().options().swap() != PlanOptions.Swap.MANUAL) {
      requireRestored(tools.swap().restored(plan()));
      tools.planner().requireSwap(plan());
    }
  }

  /** Returns whether somebody else made one under its name, which is not ours to remove. */
  private boolean replaced() {
    Optional<String> verified = disaster.progress().restored();
    try {
      return verified.isPresent() && !verified.equals(tools.swap().restored(plan()));
    } catch (ProblemException e) {
      return false; // it no longer exists, or its server says so when it is removed
    }
  }

  /** Nobody has verified another database of that name. */
  private void requireRestored(Optional<String> now) throws ProblemException {
    Optional<String> verified = disaster.progress().restored();
    if (verified.isPresent() && !verified.equals(now)) {
      throw new Problem(
              ProblemCode.SWAP_FAILED,
              "The database "
                  + plan().newVolume()
                  + " is not the one that was restored and verified: somebody dropped it and"
                  + " created another one. Nothing was stopped for the swap.",
              "Abandon this restore and request it again. If databases were renamed by hand, rename"
                  + " them back first.")
          .exception();
    }
  }

  /** With an automatic swap nobody says go, so this is before its first stop. */
  private void proveUnasked() throws ProblemException {
    if (disaster.state() == DisasterState.VERIFYING) {
      proveSwap();
    }
  }

  /** A rollback that could not be completed must not begin: it stops the services. */
  private void proveWayBack() throws ProblemException {
    if (swapped()) {
      requireWayBack();
      tools.probe().requireVolume(plan().target(), plan().target().volume().name());
      wayBack =
          Optional.of(
              new WayBackFile(
                  tools.planner().requireWayBack(plan(), disaster.progress().override())));
    }
  }

  private void requireWayBack() throws ProblemException {
    if (!plan().target().hasWayBack()) {
      requireSwapped();
      throw new Problem(
              ProblemCode.SWAP_FAILED,
              "There is no way back: the old "
                  + plan().target().volume().noun()
                  + " "
                  + plan().target().volume().name()
                  + " was gone before the restore. The database stays on "
                  + plan().target().volume().calls(plan().newStorage())
                  + ", and the services stay as they are.",
              "Look at the application and its logs; to try another backup, request a new restore.")
          .exception();
    }
  }

  /** A swap that did not finish and cannot be undone is finished by hand. */
  private void requireSwapped() throws ProblemException {
    Optional<String> byHand = plan().target().kind().finish(plan());
    if (byHand.isPresent() && !tools.probe().storage(disaster).equals(plan().newVolume())) {
      throw new Problem(
              ProblemCode.SWAP_FAILED,
              "The swap did not finish; the verified "
                  + plan().target().volume().noun()
                  + " is "
                  + plan().newVolume()
                  + ".",
              byHand.get())
          .exception();
    }
  }

  void startServices() throws ProblemException {
    if (disaster.progress().startedAt().isEmpty()) {
      record(disaster.progress().withStart(clock.instant()));
      disaster =
          disaster.with(disaster.observations().withCounters(observer().counters(plan().target())));
    }
    record(
        disaster.progress().withHeld(afterSwap().held(wanted(), plan().target().stopServices())));
    startWithNeeded(started(), disaster.progress().held());
    record(disaster.progress().withRunning());
  }

  /** The database is not started with them: it runs already, on the volume that it has to use. */
  private void startWithNeeded(List<String> names, List<String> held) throws ProblemException {
    List<String> except = AfterSwap.union(held, List.of(plan().target().server().service()));
    services().startWithNeeded(names, except, plan().overrideFile());
  }

  private List<String> ran() {
    return disaster.progress().ran();
  }

  private List<String> started() {
    return afterSwap().starts(wanted(), plan().target().stopServices());
  }

  /** With a database that does not run, nobody knows which services ran before it ended. */
  private List<String> wanted() {
    return plan().target().projectDown() ? List.of() : ran();
  }

  /** From now on a way back starts these too, even if none of them ran before. */
  private void recordStarted() {
    record(disaster.progress().withRan(AfterSwap.union(ran(), started())));
  }

  private AfterSwap afterSwap() {
    return plan().options().afterSwap();
  }

  /** Before the swap they are as they were. */
  void stopStarted() throws ProblemException {
    if (swapped() && plan().target().hasWayBack()) {
      record(disaster.progress().withStop(clock.instant()));
      services().stop(plan().target().stopServices());
      recordWritten();
    }
  }

  private void recordWritten() {
    disaster = disaster.with(observer().observed(disaster));
  }

  void check() {
    List<CheckResult> checks =
        tools
            .checklist()
            .run(
                plan(),
                disaster.progress(),
                new Checklist.Started(byHand() ? List.of() : started(), services()),
                Cancellation.none());
    disaster = disaster.withChecks(checks);
    if (Checklist.passed(checks)) {
      recordStarted();
      return;
    }
    Optional<Problem> why =
        checks.stream()
            .filter(check -> check.status() != CheckStatus.PASSED)
            .flatMap(check -> check.problems().stream())
            .findFirst();
    if (afterSwap().onFailedCheck() == AfterSwap.OnFailedCheck.ASK) {
      disaster = disaster.withProblem(why);
      recordWritten();
      become(DisasterState.AWAITING_KEEP);
    } else {
      rollBack(DisasterState.ROLLED_BACK, why);
    }
  }

  private DisasterPlan plan() {
    return disaster.plan();
  }

  private boolean hasUploads() {
    return plan().newUploadsVolume().isPresent();
  }

  private boolean swapped() {
    return disaster.progress().swapBegan();
  }

  private void record(Disaster.Done done) {
    disaster = disaster.with(done);
  }

  private void failed(Problem why) {
    if (disaster.state() == DisasterState.ROLLING_BACK) {
      String now = keepRunning();
      recordWhereItIsLeft();
      disaster = disaster.withProblem(Optional.of(notUndone(why, now)));
      become(DisasterState.FAILED);
    } else if (swapped()) {
      rollBack(DisasterState.ROLLED_BACK, Optional.of(why));
    } else {
      boolean bad = why.code().blame() != Blame.ENVIRONMENT;
      rollBack(bad ? DisasterState.FAILED : DisasterState.COULD_NOT_VERIFY, Optional.of(why));
    }
  }

  /** Production must not stay down because the last step failed. Returns how it is now. */
  private String keepRunning() {
    boolean stays = swapped() && !plan().target().hasWayBack();
    if (stays
        && (plan().target().kind().finish(plan()).isEmpty()
            || disaster.servicesDownSince().isEmpty())) {
      return "";
    }
    try {
      if (!swapped()) {
        startStopped();
        return ran().isEmpty() || byHand() ? "" : " The services were started.";
      }
      String database = stays ? "" : " " + resumed();
      if (byHand()) {
        leaveToPeople();
        return database;
      }
      services().start(AfterSwap.union(ran(), started()), plan().overrideFile());
      record(disaster.progress().withRunning());
      return database + " The services were started.";
    } catch (ProblemException e) {
      log.warn("disaster restore {}: not started again: {}", disaster.id(), e.getMessage(), e);
      return " Starting the services again failed too: " + e.problem().message();
    } catch (RuntimeException e) {
      log.error("disaster restore {}: not started again", disaster.id(), e);
      return " Starting the services again failed too.";
    }
  }

  private String resumed() throws ProblemException {
    return tools.swap().resume(plan(), disaster.progress().override(), disaster.overrideContent());
  }

  /** From then on somebody notices when the database gets another volume. */
  private void recordWhereItIsLeft() {
    if (!swapped()) {
      return;
    }
    try {
      String storage = tools.probe().storage(disaster);
      if (!storage.isEmpty()) {
        record(disaster.progress().withLeftOn(storage));
      }
    } catch (ProblemException | RuntimeException e) {
      log.warn("disaster restore {}: its volume is not known: {}", disaster.id(), e.getMessage());
    }
  }

  private Problem notUndone(Problem why, String now) {
    DisasterPlan plan = plan();
    if (swapped() && !plan.target().hasWayBack()) {
      String cause = disaster.problem().map(p -> p.message() + " ").orElse("");
      return new Problem(why.code(), cause + why.message() + now, why.hint());
    }
    String first = disaster.problem().map(p -> " It was undone because: " + p.message()).orElse("");
    return new Problem(
        why.code(),
        "The rollback failed: "
            + why.message()
            + first
            + " The old "
            + plan.target().volume().noun()
            + " "
            + (swapped() ? plan.oldStorage() : plan.target().volume().name())
            + (hasUploads()
                ? " and " + plan.target().uploads().orElseThrow().name() + " have"
                : " has")
            + " not been touched."
            + now,
        swapped()
            ? why.hint()
                + " When that is done, try it again: `/restore rollback "
                + disaster.id()
                + " REASON`, or `restore-bot disaster rollback`."
            : why.hint() + " Then run the last part of the runbook by hand.");
  }

  private void rollBack(DisasterState ending, Optional<Problem> why) {
    Disaster back = disaster.rollingBack(ending, why, clock.instant());
    try {
      store(back);
    } catch (StateException e) {
      if (!e.isDiskFull() || swapped()) {
        throw e;
      }
      log.error("disaster restore {}: the disk of the state is full", disaster.id(), e);
      makeRoom();
      store(back);
    }
  }

  /** The new volumes may have filled the disk that the state is on. */
  private void makeRoom() {
    try {
      discardVolumes();
    } catch (ProblemException e) {
      log.warn("disaster restore {}: {}", disaster.id(), e.getMessage(), e);
    }
  }

  private void become(DisasterState next) {
    store(disaster.become(next, clock.instant()));
  }

  private void store(Disaster next) {
    disaster = store.update(next).orElseThrow(LostException::new);
    listener.changed(disaster);
  }

  Disaster disaster() {
    return disaster;
  }

  Tools tools() {
    return tools;
  }

  private ContentsObserver observer() {
    return new ContentsObserver(tools.probe(), clock);
  }

  ApplicationServices services() {
    return tools.services(disaster);
  }

  private boolean byHand() {
    return plan().options().services().byHand();
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

  /** Holds the content of the override file on the way back; empty for no such file. */
  private record WayBackFile(Optional<String> content) {}

  /** Somebody else changed what this run believed to own. */
  private static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
