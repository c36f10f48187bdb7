package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.CheckResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A disaster restore and its present state. Immutable; holds no secret.
 *
 * @param id its id
 * @param state its present state
 * @param requestedBy who asked for it
 * @param reason why
 * @param origin the thread in which it is reported, as for a job
 * @param approval id of the request that lets it run, or be rolled back
 * @param settings what was asked to be restored
 * @param plan what is done
 * @param progress what was done so far that undoing needs to know
 * @param problem why it was undone or failed
 * @param checks what the verification and then the checklist found
 * @param changedAt of the last change
 * @param version counts changes; guards against two writers
 */
public record Disaster(
    String id,
    DisasterState state,
    Actor requestedBy,
    String reason,
    String origin,
    String approval,
    TargetSettings settings,
    DisasterPlan plan,
    Done progress,
    Optional<Problem> problem,
    List<CheckResult> checks,
    Instant changedAt,
    long version) {
  /**
   * Records what was done.
   *
   * @param ran the services to start again; empty until they are stopped
   * @param swapBegan whether the database may have the new volume
   * @param override what the override file said before the swap; empty when there was none
   * @param startedAt when the services were started
   * @param ending how undoing ends
   * @param knownErrors marks of the errors that were in the logs before the swap
   * @param held the services that a lead has to start
   * @param stoppedAt since when the services are stopped; empty while they run
   * @param lost where production is instead, after somebody lost the swap or the rollback
   * @param handWork what people were asked last to stop or start by hand
   * @param leftOn the storage that a rollback that failed left the database on
   * @param readers what roles could read before the swap
   * @param observations what was observed of the databases and the storage
   * @param restored the identity of the restored storage, where its name is not enough
   */
  public record Done(
      List<String> ran,
      boolean swapBegan,
      Optional<String> override,
      Optional<Instant> startedAt,
      Optional<DisasterState> ending,
      List<String> knownErrors,
      List<String> held,
      Optional<Instant> stoppedAt,
      Optional<LostSwap> lost,
      Optional<HandWork> handWork,
      Optional<String> leftOn,
      List<RoleTables> readers,
      Observations observations,
      Optional<String> restored) {
    static final Done NOTHING =
        new Done(
            List.of(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Observations.NONE,
            Optional.empty());

    public Done {
      ran = List.copyOf(ran);
      // Those of earlier versions have none.
      knownErrors = knownErrors == null ? List.of() : List.copyOf(knownErrors);
      held = held == null ? List.of() : List.copyOf(held);
      stoppedAt = stoppedAt == null ? Optional.empty() : stoppedAt;
      lost = lost == null ? Optional.empty() : lost;
      handWork = handWork == null ? Optional.empty() : handWork;
      leftOn = leftOn == null ? Optional.empty() : leftOn;
      readers = readers == null ? List.of() : List.copyOf(readers);
      observations = observations == null ? Observations.NONE : observations;
      restored = restored == null ? Optional.empty() : restored;
    }

    Done withRan(List<String> services) {
      return with(next -> next.ran = services);
    }

    /** The same with services that are stopped since then; the first time counts. */
    Done withStop(Instant at) {
      return with(
          next ->
              next.stoppedAt =
                  ran.isEmpty() ? Optional.empty() : stoppedAt.or(() -> Optional.of(at)));
    }

    /** The same with services that run again. */
    Done withRunning() {
      return with(next -> next.stoppedAt = Optional.empty());
    }

    Done withSwap(Optional<String> before) {
      return with(
          next -> {
            next.swapBegan = true;
            next.override = before;
          });
    }

    Done withStart(Instant at) {
      return with(next -> next.startedAt = Optional.of(at));
    }

    Done withEnding(DisasterState state) {
      return with(
          next -> {
            next.ending = Optional.of(state);
            // What is undone brings production where it has to be.
            next.lost = Optional.empty();
            next.leftOn = Optional.empty();
          });
    }

    Done withKnownErrors(List<String> marks) {
      return with(next -> next.knownErrors = marks);
    }

    Done withHeld(List<String> services) {
      return with(next -> next.held = services);
    }

    Done withLost(Optional<LostSwap> now) {
      return with(next -> next.lost = now);
    }

    Done withHandWork(HandWork work) {
      return with(next -> next.handWork = Optional.of(work));
    }

    Done withLeftOn(String storage) {
      return with(next -> next.leftOn = Optional.of(storage));
    }

    Done withReaders(List<RoleTables> found) {
      return with(next -> next.readers = found);
    }

    Done withRestored(Optional<String> identity) {
      return with(next -> next.restored = identity);
    }

    Done with(Observations now) {
      return with(next -> next.observations = now);
    }

    private Done with(Consumer<Copy> change) {
      Copy next = new Copy(this);
      change.accept(next);
      return next.done();
    }

    /** A copy that can be changed. */
    private static final class Copy {
      private List<String> ran;
      private boolean swapBegan;
      private Optional<String> override;
      private Optional<Instant> startedAt;
      private Optional<DisasterState> ending;
      private List<String> knownErrors;
      private List<String> held;
      private Optional<Instant> stoppedAt;
      private Optional<LostSwap> lost;
      private Optional<HandWork> handWork;
      private Optional<String> leftOn;
      private List<RoleTables> readers;
      private Observations observations;
      private Optional<String> restored;

      Copy(Done from) {
        this.ran = from.ran;
        this.swapBegan = from.swapBegan;
        this.override = from.override;
        this.startedAt = from.startedAt;
        this.ending = from.ending;
        this.knownErrors = from.knownErrors;
        this.held = from.held;
        this.stoppedAt = from.stoppedAt;
        this.lost = from.lost;
        this.handWork = from.handWork;
        this.leftOn = from.leftOn;
        this.readers = from.readers;
        this.observations = from.observations;
        this.restored = from.restored;
      }

      Done done() {
        return new Done(
            ran,
            swapBegan,
            override,
            startedAt,
            ending,
            knownErrors,
            held,
            stoppedAt,
            lost,
            handWork,
            leftOn,
            readers,
            observations,
            restored);
      }
    }
  }

  public Disaster {
    checks = List.copyOf(checks);
  }

  /** A new one that waits for its approvals. */
  static Disaster requested(
      Actor by,
      String reason,
      String origin,
      String approval,
      TargetSettings settings,
      DisasterPlan plan) {
    return new Disaster(
        plan.id(),
        DisasterState.AWAITING_APPROVAL,
        by,
        reason,
        origin,
        approval,
        settings,
        plan,
        Done.NOTHING,
        Optional.empty(),
        List.of(),
        plan.createdAt(),
        0);
  }

  /** Returns true when the way back to the old volume may be requested. */
  boolean mayGoBack() {
    return keepsOld() && (state == DisasterState.DONE || stuck());
  }

  /** Returns whether the old storage is there to go back to, as far as is known. */
  public boolean hasWayBack() {
    return plan.target().hasWayBack() && keepsOld();
  }

  private boolean keepsOld() {
    return observations().oldStorage().isEmpty()
        && !observations().gone().contains(plan.oldStorage());
  }

  /** Returns what was observed of its databases and its storage. */
  public Observations observations() {
    return progress.observations();
  }

  /** The same with what was observed. */
  Disaster with(Observations now) {
    return with(progress.with(now));
  }

  /** Returns true when a rollback failed, so that the database may be on either volume. */
  boolean stuck() {
    return state == DisasterState.FAILED && progress.swapBegan();
  }

  /** Names the target, which only one disaster restore at a time may hold. */
  public String target() {
    return settings.name();
  }

  /** Returns what our override file says with the new volume. */
  String overrideContent() {
    return plan.override(requestedBy.name(), reason);
  }

  /** Returns since when it keeps the application's services stopped; empty when it does not. */
  public Optional<Instant> servicesDownSince() {
    return progress.stoppedAt();
  }

  /**
   * The same in another state.
   *
   * @throws IllegalStateException when the table of transitions has no such step
   */
  public Disaster become(DisasterState next, Instant at) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException(
          "disaster " + id + " cannot go from " + state + " to " + next);
    }
    return copy(next, approval, progress, problem, checks, at, version);
  }

  /** The same as it is undone, to end in that state. */
  Disaster rollingBack(DisasterState ending, Optional<Problem> why, Instant at) {
    return with(progress.withEnding(ending))
        .withProblem(why)
        .become(DisasterState.ROLLING_BACK, at);
  }

  Disaster with(Done done) {
    return copy(state, approval, done, problem, checks, changedAt, version);
  }

  Disaster withProblem(Optional<Problem> why) {
    return copy(state, approval, progress, why, checks, changedAt, version);
  }

  Disaster withChecks(List<CheckResult> found) {
    return copy(state, approval, progress, problem, found, changedAt, version);
  }

  /** The same with another request, which lets it be rolled back. */
  Disaster withApproval(String request) {
    return copy(state, request, progress, problem, checks, changedAt, version);
  }

  /** The same as stored with that version. */
  public Disaster withVersion(long stored) {
    return copy(state, approval, progress, problem, checks, changedAt, stored);
  }

  private Disaster copy(
      DisasterState newState,
      String request,
      Done done,
      Optional<Problem> why,
      List<CheckResult> found,
      Instant at,
      long newVersion) {
    return new Disaster(
        id,
        newState,
        requestedBy,
        reason,
        origin,
        request,
        settings,
        plan,
        done,
        why,
        found,
        at,
        newVersion);
  }
}
