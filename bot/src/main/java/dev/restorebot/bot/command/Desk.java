package dev.restorebot.bot.command;

import dev.restorebot.bot.thread.Delivery;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.job.Actor;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What commands need to be carried out in one chat.
 *
 * @param engine the engine
 * @param backups the backups to choose from
 * @param chat the chat
 * @param access who may do what there
 * @param delivery brings messages to the jobs' threads
 * @param clock the present
 */
public record Desk(
    RestoreEngine engine,
    BackupCatalog backups,
    ChatFrontEnd chat,
    Access access,
    Delivery delivery,
    InstantSource clock) {
  /** How much longer the button keeps a sandbox. */
  static final Duration EXTENSION = Duration.ofHours(24);

  Answers answers(String channel, Actor actor, Inbound.Responder responder) {
    return new Answers(this, channel, actor, responder);
  }
}
