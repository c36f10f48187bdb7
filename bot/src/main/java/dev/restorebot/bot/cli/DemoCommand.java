package dev.restorebot.bot.cli;

import dev.restorebot.bot.console.ConsolePerson;
import dev.restorebot.bot.settings.LiveSettings;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot demo}. */
@Command(
    name = "demo",
    description = {
      "Runs the bot with its local console and sample backups: real restores into real"
          + " PostgreSQL servers, in Docker, of an installed PostgreSQL, or of its own.",
      "Its state is in a folder of its own, separate from the bot's."
    })
final class DemoCommand implements Callable<Integer> {
  private static final List<ConsolePerson> PEOPLE =
      List.of(
          new ConsolePerson("asha", "Asha", "on-call"),
          new ConsolePerson("ben", "Ben", "on-call lead"),
          new ConsolePerson("chen", "Chen", "on-call lead"),
          new ConsolePerson("dana", "Dana", "DBA"));

  @ParentCommand private RestoreBotCommand parent;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the console on 127.0.0.1; 0 picks a free one. Default: 8077.")
  private Integer port;

  @Option(
      names = "--runtime",
      paramLabel = "auto|docker|local|embedded",
      description = "Where sandboxes run. Default: Docker if it answers, else without it.")
  private Settings.SandboxRuntime runtime;

  @Override
  public Integer call() throws SettingsException {
    Settings base = parent.settings();
    Path state = base.stateDir().resolveSibling(base.stateDir().getFileName() + "-demo");
    Path samples = state.resolve("backups");
    try {
      Samples.unpack(samples);
    } catch (IOException e) {
      parent.err().println("The sample backups cannot be written to " + samples + ".");
      return ExitCodes.USAGE;
    }
    Settings settings =
        Samples.settings(
            base, state, samples, Optional.ofNullable(port), Optional.ofNullable(runtime));
    parent.keepTemporaryFiles(settings);
    return Serving.serve(
        LiveSettings.fixed(settings),
        PEOPLE,
        parent.err(),
        app -> {
          parent.out().println();
          parent.out().println("restore-bot demo. Open " + app.consoleAddress().orElseThrow());
          parent.out().println("and type:  /restore test");
          parent.out().println("Ctrl-C ends it. Its backups and state are in " + state);
        });
  }
}
