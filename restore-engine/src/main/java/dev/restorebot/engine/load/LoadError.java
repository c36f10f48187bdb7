package dev.restorebot.engine.load;

import dev.restorebot.engine.diagnose.Problem;

/**
 * One error that a restore reported.
 *
 * @param object what it was about, such as {@code TABLE public.users}; empty when the tool did not
 *     say
 * @param message the server's or the tool's words
 * @param statement the statement that failed, shortened; empty when unknown
 * @param problem what it is and what to do
 */
public record LoadError(String object, String message, String statement, Problem problem) {
  /** One line for people. */
  public String display() {
    String line = message.lines().findFirst().orElse("");
    return object.isEmpty() ? line : object + ": " + line;
  }
}
