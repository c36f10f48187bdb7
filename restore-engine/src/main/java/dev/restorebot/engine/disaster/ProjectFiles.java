package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;

/** Resolves the files of a Compose project, which need no container. Changes nothing. */
@FunctionalInterface
public interface ProjectFiles {
  /**
   * Resolves them as they are at this moment.
   *
   * @throws ProblemException when Compose cannot read them, with the reason and what to do
   */
  ResolvedProject resolve(ComposeProject project) throws ProblemException;
}
