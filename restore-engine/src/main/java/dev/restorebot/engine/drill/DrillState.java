package dev.restorebot.engine.drill;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a drill. It is stored before anybody is notified.
 *
 * <ul>
 *   <li>{@link #DUE}: its time has come, people were reminded. A crash changes nothing.
 *   <li>{@link #SNOOZED}: somebody put it off; it becomes DUE again when that is over. A crash
 *       changes nothing.
 *   <li>{@link #RUNNING}: its test restore was asked for. A crash ends the test restore in a way of
 *       its own; when it was never asked for, the drill is DUE again at the next start.
 *   <li>{@link #RECORDED}: the test restore has a result, whatever it is; issues and actions are
 *       added, a lead signs it off. It may be run again when it did not pass.
 *   <li>{@link #SIGNED_OFF}: an end.
 *   <li>{@link #MISSED}: nobody ran it before the next one was due, or the bot was away. An end.
 * </ul>
 */
public enum DrillState {
  DUE,
  SNOOZED,
  RUNNING,
  RECORDED,
  SIGNED_OFF,
  MISSED;

  /** The one table of legal transitions. */
  public Set<DrillState> next() {
    return switch (this) {
      case DUE -> EnumSet.of(SNOOZED, RUNNING, MISSED);
      case SNOOZED -> EnumSet.of(DUE, RUNNING, MISSED);
      case RUNNING -> EnumSet.of(RECORDED, DUE);
      case RECORDED -> EnumSet.of(RUNNING, SIGNED_OFF);
      case SIGNED_OFF, MISSED -> EnumSet.noneOf(DrillState.class);
    };
  }

  /** Returns whether somebody still has to run it. */
  public boolean waiting() {
    return this == DUE || this == SNOOZED;
  }
}
