package dev.restorebot.bot.doctor;

import dev.restorebot.engine.diagnose.Problem;

/**
 * The result of one check.
 *
 * @param name of the examination; stable
 * @param what was found, in a sentence
 * @param cure what to do; empty when all is well
 */
public record Finding(String name, Status status, String what, String cure) {
  /** The severity. */
  public enum Status {
    /** A restore will not fail for this. */
    OK,
    /** It may, or it could not be seen. */
    WARNING,
    /** It will. */
    BROKEN
  }

  public static Finding ok(String name, String what) {
    return new Finding(name, Status.OK, what, "");
  }

  public static Finding warning(String name, String what, String cure) {
    return new Finding(name, Status.WARNING, what, cure);
  }

  static Finding broken(String name, String what, String cure) {
    return new Finding(name, Status.BROKEN, what, cure);
  }

  static Finding broken(String name, Problem problem) {
    return broken(name, problem.message(), problem.hint());
  }
}
