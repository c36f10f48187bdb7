package dev.restorebot.engine.diagnose;

/**
 * Classifies a problem by its cause. It decides the outcome of a job, so nothing has to be guessed
 * later.
 */
public enum Blame {
  /** The backup cannot be used at all: missing, corrupt, wrong key. */
  BACKUP,
  /** The backup was restored, and what came out is not right. */
  RESTORE,
  /** Docker, disk, network, settings: says nothing about the backup. */
  ENVIRONMENT,
  /** Worth knowing; changes no outcome. */
  ADVICE
}
