package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.ApprovedOperations;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Brings a disaster restore to the state that follows from its request's: it ends with the request,
 * or it begins. So a restore that waits for approval always has an open request.
 */
public final class RequestedDisasters implements ApprovedOperations {
  private final DisasterStore store;
  private final InstantSource clock;

  /** Changes disaster restores in that store, which is in the database of the requests. */
  public RequestedDisasters(DisasterStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Changes the request's disaster restore.
   *
   * @throws TargetHeldException when it may begin, but another one holds its target
   */
  @Override
  public void follow(ApprovalRequest request) {
    Optional<Disaster> next =
        store.ofRequest(request.id()).flatMap(disaster -> following(disaster, request));
    if (next.isPresent() && store.update(next.get()).isEmpty()) {
      throw new TargetHeldException(next.get().target());
    }
  }

  private Optional<Disaster> following(Disaster disaster, ApprovalRequest request) {
    if (disaster.state() == DisasterState.AWAITING_APPROVAL) {
      return switch (request.state()) {
        case PENDING, APPROVED -> Optional.empty();
        case DENIED -> become(disaster, DisasterState.DENIED);
        case EXPIRED -> become(disaster, DisasterState.EXPIRED);
        case VOID -> become(disaster, DisasterState.VOID);
        case WITHDRAWN -> become(disaster, DisasterState.CANCELLED);
        case USED -> become(disaster, DisasterState.PREPARING);
      };
    }
    if (ApprovalBindings.isDeletion(request)) {
      List<String> names = LeftStorage.of(disaster);
      return request.state() == ApprovalState.USED && !names.isEmpty()
          ? Optional.of(
              disaster.with(
                  disaster
                      .observations()
                      .withOldStorage(new DeletedStorage(names, now(), Optional.empty()))))
          : Optional.empty();
    }
    return ApprovalBindings.letsRollBack(request) && disaster.mayGoBack()
        ? Optional.of(disaster.rollingBack(DisasterState.ROLLED_BACK, Optional.empty(), now()))
        : Optional.empty();
  }

  private Optional<Disaster> become(Disaster disaster, DisasterState state) {
    return Optional.of(disaster.become(state, now()));
  }

  private Instant now() {
    return clock.instant();
  }

  /** Another disaster restore holds the target. */
  static final class TargetHeldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TargetHeldException(String target) {
      super("another disaster restore of " + target + " is in progress");
    }
  }
}
