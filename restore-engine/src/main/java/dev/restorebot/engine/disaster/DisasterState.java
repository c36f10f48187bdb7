package dev.restorebot.engine.disaster;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a disaster restore. It is stored before its work begins; the work of each can be
 * done again.
 *
 * <ul>
 *   <li>{@link #AWAITING_APPROVAL}: asked for. Nothing was done. A crash changes nothing.
 *   <li>{@link #PREPARING}: approved; backup and target are checked again. After a crash: again.
 *   <li>{@link #STOPPING_SERVICES}: what ran is stored, the services are being stopped. After a
 *       crash: again.
 *   <li>{@link #AWAITING_SERVICES}: people stop or start the services by hand; a lead confirms that
 *       it is done, and it goes back to where it came from. A crash changes nothing.
 *   <li>{@link #CREATING_VOLUME}: a server starts on a new volume. After a crash: the volume is
 *       removed and created again.
 *   <li>{@link #RESTORING}: the backup is loaded into it. After a crash: from CREATING_VOLUME.
 *   <li>{@link #VERIFYING}: it is verified and put on the disk. After a crash: from
 *       CREATING_VOLUME.
 *   <li>{@link #AWAITING_GO}: the new volume is ready; a lead decides. A crash changes nothing.
 *   <li>{@link #SWAPPING}: what the override file said is stored; the database gets the new volume.
 *       After a crash: again, with a new safety copy.
 *   <li>{@link #STARTING_SERVICES}: those that ran are started. After a crash: again.
 *   <li>{@link #CHECKING}: the checklist. After a crash: again.
 *   <li>{@link #AWAITING_KEEP}: a check failed, and the application serves the restored data; a
 *       lead decides whether it stays. A crash changes nothing.
 *   <li>{@link #DONE}: the application serves the restored data; it may be rolled back while the
 *       old volume exists. A crash changes nothing.
 *   <li>{@link #ROLLING_BACK}: everything that was done is undone: before the swap the new volume
 *       is removed, after it the database gets the old one. What ran is started. After a crash:
 *       again. How it ends was stored before.
 *   <li>{@link #ROLLED_BACK}: the application serves the old data. An end.
 *   <li>{@link #FAILED}: the backup is bad, or undoing failed and a person has to look: the reason
 *       says which. An end; when undoing failed after the swap, the way back may be requested
 *       again.
 *   <li>{@link #COULD_NOT_VERIFY}: something stood in the way before the swap; all is as before. An
 *       end.
 *   <li>{@link #DENIED}, {@link #EXPIRED}, {@link #VOID}, {@link #CANCELLED}: all is as before.
 *       Ends. VOID: what was to be approved changed, or an approver left.
 * </ul>
 */
public enum DisasterState {
  AWAITING_APPROVAL,
  PREPARING,
  STOPPING_SERVICES,
  AWAITING_SERVICES,
  CREATING_VOLUME,
  RESTORING,
  VERIFYING,
  AWAITING_GO,
  SWAPPING,
  STARTING_SERVICES,
  CHECKING,
  AWAITING_KEEP,
  DONE,
  ROLLING_BACK,
  ROLLED_BACK,
  FAILED,
  COULD_NOT_VERIFY,
  DENIED,
  EXPIRED,
  VOID,
  CANCELLED;

  /** The one table of legal transitions. */
  public Set<DisasterState> next() {
    return switch (this) {
      case AWAITING_APPROVAL -> EnumSet.of(PREPARING, DENIED, EXPIRED, VOID, CANCELLED);
      case PREPARING -> EnumSet.of(STOPPING_SERVICES, CREATING_VOLUME, ROLLING_BACK);
      case STOPPING_SERVICES ->
          EnumSet.of(AWAITING_SERVICES, CREATING_VOLUME, SWAPPING, ROLLING_BACK);
      case AWAITING_SERVICES -> EnumSet.of(STOPPING_SERVICES, STARTING_SERVICES, ROLLING_BACK);
      case CREATING_VOLUME -> EnumSet.of(RESTORING, ROLLING_BACK);
      case RESTORING -> EnumSet.of(VERIFYING, CREATING_VOLUME, ROLLING_BACK);
      case VERIFYING ->
          EnumSet.of(AWAITING_GO, STOPPING_SERVICES, SWAPPING, CREATING_VOLUME, ROLLING_BACK);
      case AWAITING_GO -> EnumSet.of(STOPPING_SERVICES, SWAPPING, STARTING_SERVICES, ROLLING_BACK);
      case SWAPPING -> EnumSet.of(STARTING_SERVICES, ROLLING_BACK);
      case STARTING_SERVICES -> EnumSet.of(AWAITING_SERVICES, CHECKING, ROLLING_BACK);
      case CHECKING -> EnumSet.of(DONE, AWAITING_KEEP, ROLLING_BACK);
      case AWAITING_KEEP -> EnumSet.of(DONE, ROLLING_BACK);
      case DONE -> EnumSet.of(ROLLING_BACK);
      case ROLLING_BACK ->
          EnumSet.of(AWAITING_SERVICES, ROLLED_BACK, FAILED, COULD_NOT_VERIFY, CANCELLED);
      case FAILED -> EnumSet.of(ROLLING_BACK);
      case ROLLED_BACK, COULD_NOT_VERIFY, DENIED, EXPIRED, VOID, CANCELLED ->
          EnumSet.noneOf(DisasterState.class);
    };
  }

  /** Returns true when a disaster restore may go from this state to that one. */
  boolean mayBecome(DisasterState target) {
    return next().contains(target);
  }

  /** Returns true when nothing follows unless people request it. */
  public boolean ended() {
    return this == FAILED || next().isEmpty();
  }

  /** Returns true when the bot itself is at work; such a restore continues at the next start. */
  public boolean working() {
    return !ended() && this != AWAITING_APPROVAL && !awaitsLead() && this != DONE;
  }

  /** Returns true when it keeps others off the target. */
  public boolean holdsTarget() {
    return working() || awaitsLead() || this == AWAITING_APPROVAL;
  }

  /** Returns true when it goes on as soon as one lead has decided. */
  public boolean awaitsLead() {
    return this == AWAITING_SERVICES || this == AWAITING_GO || this == AWAITING_KEEP;
  }

  /** Returns true when it can still be cancelled. */
  public boolean cancellable() {
    return switch (this) {
      case AWAITING_APPROVAL,
          PREPARING,
          STOPPING_SERVICES,
          CREATING_VOLUME,
          RESTORING,
          VERIFYING,
          AWAITING_GO ->
          true;
      default -> false;
    };
  }
}
