package dev.restorebot.bot.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Writes the log to standard error: standard output belongs to results. As config/logback.xml says
 * it, without reading XML, which would take a tenth of a second of every command. Logback finds
 * this class as a service, and it leaves the log to a file where one is given.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{20} - %msg%n";

  private static final Map<String, Level> LEVELS =
      Map.of(
          "org.eclipse.jetty",
          Level.WARN,
          "io.javalin",
          Level.OFF,
          "org.flywaydb",
          Level.WARN,
          "com.github.dockerjava",
          Level.WARN,
          "com.slack.api",
          Level.WARN,
          "net.dv8tion",
          Level.WARN,
          Logger.ROOT_LOGGER_NAME,
          Level.INFO);

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (fileGiven()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    console(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Configures the log as restore-bot has it. */
  static void console(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("STDERR");
    appender.setTarget(ConsoleTarget.SystemErr.getName());
    appender.setEncoder(encoder);
    appender.start();
    LEVELS.forEach((logger, level) -> context.getLogger(logger).setLevel(level));
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  private static boolean fileGiven() {
    return System.getProperty("logback.configurationFile") != null
        || Stream.of("logback-test.xml", "logback.xml")
            .anyMatch(file -> LogConfiguration.class.getClassLoader().getResource(file) != null);
  }
}
