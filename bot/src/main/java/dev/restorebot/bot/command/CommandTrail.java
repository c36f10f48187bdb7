package dev.restorebot.bot.command;

import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.state.Actor;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * Records in the audit log every command and click that may change something, before it is carried
 * out, and every refused one. Codes show as {@code ***}.
 */
public interface CommandTrail {
  /** Keeps nothing. */
  CommandTrail NONE = (command, frontEnd, channel, actor, refused) -> {};

  /**
   * Notes a command.
   *
   * @param refused whether it was refused before it was carried out
   */
  void note(Command command, String frontEnd, String channel, Actor actor, boolean refused);

  /** Keeps them in that log; what cannot be written down is not carried out. */
  static CommandTrail in(AuditLog audit, InstantSource clock) {
    return (command, frontEnd, channel, actor, refused) -> {
      if (refused || command.access() != Access.READ) {
        audit.append(
            new AuditEvent(
                clock.instant(),
                actor,
                frontEnd + ":" + channel,
                refused ? "command.refused" : "command.given",
                command.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                Map.of("command", command.toString())));
      }
    };
  }
}
