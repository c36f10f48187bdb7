package dev.restorebot.bot.command;

/** The people who may give a command in a channel that takes commands. */
enum Access {
  /** Everybody. It changes nothing, so the audit log has it only when it is refused. */
  READ,
  /** Everybody; the engine decides whose approval counts. The audit log has it. */
  EVERYBODY,
  /** Testers and on-call leads. The audit log has it. */
  TESTERS
}
