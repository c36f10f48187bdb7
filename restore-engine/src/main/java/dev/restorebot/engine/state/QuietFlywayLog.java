package dev.restorebot.engine.state;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends Flyway's log to SLF4J with its information as debug: people who start the bot want to see
 * restores, not ten lines about a schema. Public only because Flyway makes it by name.
 */
public final class QuietFlywayLog implements LogCreator {
  @Override
  public Log createLogger(Class<?> type) {
    Logger logger = LoggerFactory.getLogger(type);
    return new Log() {
      @Override
      public void debug(String message) {
        logger.trace(message);
      }

      @Override
      public void info(String message) {
        logger.debug(message);
      }

      @Override
      public void notice(String message) {
        logger.debug(message);
      }

      @Override
      public void warn(String message) {
        logger.warn(message);
      }

      @Override
      public void error(String message) {
        logger.error(message);
      }

      @Override
      public void error(String message, Exception cause) {
        logger.error(message, cause);
      }
    };
  }
}
