package dev.restorebot.bot.cli;

import dev.restorebot.bot.console.Person;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot run}. */
@Command(
    name = "run",
    description = "Runs the bot with its local console, until it is told to end (Ctrl-C).")
final class RunCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Override
  public Integer call() throws SettingsException {
    Settings settings = parent.settings();
    if (!settings.console().enabled()) {
      parent
          .err()
          .println("console.enabled is false, and there is no other chat yet: nothing to run.");
      return ExitCodes.USAGE;
    }
    String user = System.getProperty("user.name", "operator");
    Person person = new Person("operator", user, "operator");
    return Serving.serve(
        settings,
        List.of(person),
        parent.err(),
        app -> parent.out().println("restore-bot is running. Console: " + app.consoleAddress()));
  }
}
