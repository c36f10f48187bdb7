package dev.restorebot.engine.advice;

/**
 * One best practice, and whether it holds.
 *
 * @param name what it is called; stable
 * @param verdict whether it holds
 * @param what what was found, in a sentence or two
 * @param todo what to do; empty when it holds
 */
public record Practice(String name, Verdict verdict, String what, String todo) {
  /** The verdicts on a practice. */
  public enum Verdict {
    HOLDS,
    DOES_NOT_HOLD,
    /** It could not be found out, or there is nothing of which it could be. */
    NOT_KNOWN
  }

  static Practice holds(String name, String what) {
    return new Practice(name, Verdict.HOLDS, what, "");
  }

  static Practice broken(String name, String what, String todo) {
    return new Practice(name, Verdict.DOES_NOT_HOLD, what, todo);
  }

  static Practice unknown(String name, String what, String todo) {
    return new Practice(name, Verdict.NOT_KNOWN, what, todo);
  }
}
