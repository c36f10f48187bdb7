package dev.restorebot.bot.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Switches the log of a command that is over soon. */
final class Logging {
  private Logging() {}

  static void console(boolean on) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(on ? Level.DEBUG : Level.OFF);
      if (!on) {
        context.getLoggerList().forEach(logger -> logger.setLevel(Level.OFF));
      }
    }
  }
}
