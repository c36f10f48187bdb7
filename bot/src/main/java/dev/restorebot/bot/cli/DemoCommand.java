package dev.restorebot.bot.cli;

import dev.restorebot.bot.demo.Demo;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Progress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot demo}. */
@Command(
    name = "demo",
    description = {
      "Shows everything on this machine: test restores, a drill and a disaster restore of a small"
          + " application, with real PostgreSQL servers in Docker, of an installed PostgreSQL, or"
          + " of restore-bot's own.",
      "Its folder is separate from the bot's. Ctrl-C removes what it made."
    })
final class DemoCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Port of the console on 127.0.0.1; 0 picks a free one. Default: `console.port`.")
  private Integer port;

  @Option(
      names = "--runtime",
      paramLabel = "auto|docker|local|embedded",
      description = "Where PostgreSQL servers run. Default: Docker if it answers, else without it.")
  private Settings.SandboxRuntime runtime;

  private String activity = "";

  @Override
  public Integer call() throws SettingsException {
    parent.quietLog();
    Settings user = parent.settingsWithoutChats();
    Path folder = user.stateDir().resolveSibling(user.stateDir().getFileName() + "-demo");
    return Serving.serve(
        parent.err(),
        (end, cancellation) -> {
          try (Demo demo =
              new Demo(
                  user,
                  folder,
                  Optional.ofNullable(port),
                  Optional.ofNullable(runtime),
                  this::show,
                  cancellation)) {
            parent.out().println();
            parent.out().println("The restore-bot demo is ready. Open " + demo.console());
            parent.out().println("The application that it restores is at " + demo.site());
            parent
                .out()
                .println("To try your own backups, put them into " + folder.resolve("backups"));
            parent.out().println("Ctrl-C ends the demo and removes what it made.");
            end.run();
          } catch (ProblemException e) {
            throw withNeeds(e);
          }
        });
  }

  private static ProblemException withNeeds(ProblemException e) {
    Problem problem = e.problem();
    return new Problem(
            problem.code(),
            "The demo cannot start: " + problem.message(),
            problem.hint()
                + " The demo runs in Docker, with an installed PostgreSQL 15 or later, or with"
                + " restore-bot's own servers.")
        .exception(e);
  }

  private void show(Progress progress) {
    if (!progress.activity().equals(activity)) {
      activity = progress.activity();
      parent.out().println("The demo is " + activity + " …");
    }
  }
}
