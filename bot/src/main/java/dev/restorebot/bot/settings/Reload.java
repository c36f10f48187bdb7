package dev.restorebot.bot.settings;

/**
 * Says when a changed setting takes effect in a running bot.
 *
 * <p>A restart is needed for what a part holds open (ports, connections, the state), for what
 * containers were made with, and for the plan of a disaster restore: people approve it, so it must
 * not change afterwards.
 */
enum Reload {
  /** At once. What is already running keeps the value that it started with. */
  LIVE,
  /** After a restart. */
  RESTART
}
