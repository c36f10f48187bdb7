package dev.restorebot.engine.load;

import dev.restorebot.engine.diagnose.Problem;

/**
 * One error that a restore reported.
 *
 * @param object what it was about, such as {@code TABLE public.users}; empty when the tool did not
 *     say
 * @param message the server's or the tool's words in one line, without the values of rows
 * @param statement the statement that failed, shortened and without the values of rows; empty when
 *     unknown
 * @param problem what it is and what to do
 */
public record LoadError(String object, String message, String statement, Problem problem) {
  /** One line for people. */
  public String display() {
    return object.isEmpty() ? message : object + ": " + message;
  }
}
