package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.engine.verify.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot test FILE|latest|DATABASE}: one test restore without any chat. */
@Command(
    name = "test",
    description =
        "Restores a backup into a sandbox, verifies it, removes the sandbox. Progress on standard"
            + " error, the result on standard output.")
final class TestCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Parameters(
      paramLabel = "FILE",
      description =
          "The backup: a file, a name that `restore-bot backups` shows or a part of it that no"
              + " other has, `latest` for the newest one, or a database for its newest one.")
  private Path file;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description =
          "The database: `latest` takes its newest backup, a backup of several databases is tested"
              + " for this one only, and a backup of another database is refused.")
  private String database;

  @Option(
      names = "--runtime",
      paramLabel = "auto|docker|local|embedded",
      description = "Where the sandbox runs; overrides sandbox.runtime.")
  private Settings.SandboxRuntime runtime;

  @Option(
      names = "--level",
      paramLabel = "quick|standard|deep",
      description = "How thoroughly to verify; overrides verify.level.")
  private Level level;

  @Option(
      names = "--json",
      description =
          "Print one JSON object (report.schema.json) and nothing else on standard output, one for"
              + " each database of a file with several; nothing at all when the exit code is 2.")
  private boolean json;

  @Option(
      names = "--keep",
      description =
          "Leave the sandbox running, and print how to connect to it and how to remove it.")
  private boolean keep;

  @Override
  public Integer call() throws SettingsException {
    return new SingleTest(parent)
        .run(
            new SingleTest.Wanted(
                file,
                Optional.ofNullable(database),
                Optional.ofNullable(runtime),
                Optional.ofNullable(level),
                json,
                keep));
  }
}
