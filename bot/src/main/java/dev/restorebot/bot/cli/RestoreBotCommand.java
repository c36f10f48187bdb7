package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.TemporaryFiles;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: what every subcommand shares. */
@Command(
    name = "restore-bot",
    description = "Proves that PostgreSQL backups restore.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:passed, or done",
      "1:restored, but a check failed",
      "2:usage or configuration",
      "3:the backup is broken (cut off, damaged, empty, no backup)",
      "4:could not verify (Docker, disk, network)",
      "5:not tested: no such backup, no or wrong key, a format that is not read"
    })
public final class RestoreBotCommand {
  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Settings (YAML). Without it: RESTORE_BOT_CONFIG, or the defaults.")
  private Path config;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Write the log to standard error.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description =
          "Print nothing on standard output when the exit code is 0, and no progress. For cron.")
  private boolean quiet;

  private final Map<String, String> environment;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final ZonedOutput keptOut =
      new ZonedOutput(new PrintStream(kept, true, StandardCharsets.UTF_8));
  private final ZonedOutput out;
  private final PrintStream err;
  private Closeable temporaryFiles;

  RestoreBotCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = Map.copyOf(environment);
    this.out = new ZonedOutput(out);
    this.err = err;
  }

  /** Runs a command line; the result is the process's exit code. */
  public static int execute(
      Map<String, String> environment, PrintStream out, PrintStream err, String... arguments) {
    RestoreBotCommand command = new RestoreBotCommand(environment, out, err);
    CommandLine line = new CommandLine(command);
    Commands.add(line, arguments);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(new UsageErrors());
    line.setExecutionExceptionHandler(command::failed);
    if (arguments.length == 0) {
      line.usage(line.getOut());
      return ExitCodes.USAGE;
    }
    try {
      int code = line.execute(arguments);
      if (code != ExitCodes.PASSED) {
        command.printKept();
      }
      return code;
    } catch (LinkageError | OutOfMemoryError | StackOverflowError e) {
      // Left to the JVM these end in exit code 1, which means that the backup failed a check.
      return broken(e, line);
    } finally {
      command.removeTemporaryFiles();
    }
  }

  private int failed(Exception failure, CommandLine line, CommandLine.ParseResult ignored) {
    if (failure instanceof SettingsException) {
      line.getErr().println(pasteable(failure.getMessage()));
      return ExitCodes.USAGE;
    }
    return broken(failure, line);
  }

  private static int broken(Throwable failure, CommandLine line) {
    line.getErr()
        .println(
            "restore-bot failed with an internal error ("
                + failure.getClass().getSimpleName()
                + "); this says nothing about the backup. Run it again with --verbose for the"
                + " details.");
    org.slf4j.LoggerFactory.getLogger(RestoreBotCommand.class).error("the command failed", failure);
    return ExitCodes.COULD_NOT_VERIFY;
  }

  /** The settings in force. */
  Settings settings() throws SettingsException {
    return keepingTemporaryFiles(SettingsLoader.load(configFile(), environment));
  }

  /** Returns the settings for a command that needs no chat, and so none of their tokens. */
  Settings settingsWithoutChats() throws SettingsException {
    return keepingTemporaryFiles(SettingsLoader.loadWithoutChats(configFile(), environment));
  }

  private Settings keepingTemporaryFiles(Settings settings) {
    out.show(settings.timeZone());
    keptOut.show(settings.timeZone());
    if (Files.isDirectory(settings.stateDir())) {
      keepTemporaryFiles(settings);
    }
    return settings;
  }

  /** Keeps temporary files in the state folder, which is made when missing, until the end. */
  void keepTemporaryFiles(Settings settings) {
    if (temporaryFiles == null) {
      temporaryFiles = TemporaryFiles.keepIn(settings.stateDir());
    }
  }

  private void removeTemporaryFiles() {
    try {
      if (temporaryFiles != null) {
        temporaryFiles.close();
      }
    } catch (IOException e) {
      // The next process removes them.
      org.slf4j.LoggerFactory.getLogger(RestoreBotCommand.class).debug("files stay", e);
    }
  }

  Optional<Path> configFile() {
    return Optional.ofNullable(config)
        .or(
            () ->
                Optional.ofNullable(environment.get("RESTORE_BOT_CONFIG"))
                    .filter(file -> !file.isBlank())
                    .map(Path::of));
  }

  private void printKept() {
    keptOut.flush();
    byte[] bytes = kept.toByteArray();
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** Returns whether the user wants neither progress nor good news. */
  boolean quiet() {
    return quiet;
  }

  /** Returns the terminal that standard output is, if it is one. */
  Terminal terminal() {
    return Terminal.of(
        environment, CommandLine.Help.Ansi.AUTO.enabled(), Terminal.charset(environment));
  }

  /** Writes answers to standard output. */
  Answers answers() {
    return new Answers(out(), terminal(), this::pasteable);
  }

  /** Prints results there. */
  ResultPrinter results(PrintStream there) {
    return new ResultPrinter(there, terminal(), this::pasteable);
  }

  /** Returns the text with its commands as this user has to type them. */
  String pasteable(String text) {
    return Invocation.of(
            environment, Optional.ofNullable(config), System.getProperty("java.class.path", ""))
        .in(text, Commands.NAMES);
  }

  /** Returns whoever types. */
  Actor actor() {
    return new Actor("cli:" + System.getProperty("user.name"), "the command line");
  }

  Map<String, String> environment() {
    return environment;
  }

  PrintStream out() {
    return quiet ? keptOut : out;
  }

  PrintStream err() {
    return err;
  }

  /** For commands whose output is for people: the log stays silent unless it was asked for. */
  void quietLog() {
    Logging.console(verbose);
  }
}
