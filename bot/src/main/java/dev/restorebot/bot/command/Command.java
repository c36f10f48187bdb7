package dev.restorebot.bot.command;

import dev.restorebot.engine.diagnose.ProblemException;

/**
 * A command with its arguments, from a line, a button or a form.
 *
 * <p>The audit log has the name of its class and its {@code toString()}, so neither changes and
 * neither holds a secret.
 */
public interface Command {
  /** The people who may give it. */
  Access access();

  /**
   * Carries it out and answers.
   *
   * @throws ProblemException as the answer
   */
  void run(CommandSession session) throws ProblemException;
}
