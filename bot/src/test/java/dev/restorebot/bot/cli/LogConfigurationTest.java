package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogConfigurationTest {
  /** Levels, where the log goes and how a line looks. */
  private static List<Object> facts(LoggerContext context) {
    TreeMap<String, String> levels = new TreeMap<>();
    for (Logger logger : context.getLoggerList()) {
      if (logger.getLevel() != null) {
        levels.put(logger.getName(), logger.getLevel().toString());
      }
    }
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>)
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
    PatternLayoutEncoder encoder = (PatternLayoutEncoder) appender.getEncoder();
    return List.of(levels, appender.getTarget(), encoder.getPattern(), appender.isStarted());
  }

  @Test
  void isWhatTheFileForAnInstallationSays() throws Exception {
    LoggerContext file = new LoggerContext();
    JoranConfigurator joran = new JoranConfigurator();
    joran.setContext(file);
    joran.doConfigure(Path.of("..", "config", "logback.xml").toFile());
    LoggerContext code = new LoggerContext();
    LogConfiguration.console(code);
    assertThat(facts(code)).isEqualTo(facts(file));
  }

  @Test
  void leavesTheLogToAFileOfTheClassPath() {
    // logback-test.xml of these tests
    LoggerContext context = new LoggerContext();
    assertThat(new LogConfiguration().configure(context))
        .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
    assertThat(context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("STDERR")).isNull();
  }
}
