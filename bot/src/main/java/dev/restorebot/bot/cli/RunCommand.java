package dev.restorebot.bot.cli;

import dev.restorebot.bot.console.ConsolePerson;
import dev.restorebot.bot.settings.LiveSettings;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.App;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot run}. */
@Command(name = "run", description = "Runs the bot in its chats until it is stopped (Ctrl-C).")
final class RunCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Override
  public Integer call() throws SettingsException {
    Settings settings = parent.settings();
    List<String> chats = chats(settings);
    if (chats.isEmpty() && !settings.console().enabled()) {
      parent
          .err()
          .println(
              "No chat is enabled. Set slack.enabled, discord.enabled or console.enabled to"
                  + " true.");
      return ExitCodes.USAGE;
    }
    String user = System.getProperty("user.name", "operator");
    ConsolePerson person = new ConsolePerson("operator", user, "operator");
    LiveSettings live =
        parent
            .configFile()
            .map(file -> LiveSettings.of(settings, file, parent.environment()))
            .orElseGet(() -> LiveSettings.fixed(settings));
    parent.keepTemporaryFiles(settings);
    return Serving.serve(
        parent.err(),
        (end, cancellation) -> {
          try (App app = new App(live, List.of(person))) {
            parent.out().println("restore-bot is running.");
            chats.forEach(chat -> parent.out().println(chat));
            app.consoleAddress().ifPresent(url -> parent.out().println("Console: " + url));
            end.run();
          }
        });
  }

  private static List<String> chats(Settings settings) {
    return Stream.of(
            chat("Slack", settings.slack().enabled(), settings.slack().channels()),
            chat("Discord", settings.discord().enabled(), settings.discord().channels()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> chat(String name, boolean enabled, List<String> channels) {
    return Optional.of(
            name
                + ": "
                + (channels.isEmpty()
                    ? "no channel is configured yet; type /restore help in a channel to see what to"
                        + " add"
                    : "commands are accepted in " + String.join(", ", channels)))
        .filter(line -> enabled);
  }
}
