package dev.restorebot.bot.cli;

import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.settings.AnnotatedFile;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.settings.SettingsSchema;
import dev.restorebot.bot.wiring.DiagnosticChecks;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code restore-bot config}: looks at the settings, or helps to write them. */
@Command(name = "config", description = "Checks the settings, or helps to write them.")
final class ConfigCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    line.usage(line.getErr());
    return ExitCodes.USAGE;
  }

  @Command(name = "check", description = "Checks the settings and shows them without secrets.")
  int check() throws SettingsException, IOException, ProblemException {
    parent.quietLog();
    var settings = parent.settings();
    parent
        .out()
        .println(
            parent
                .configFile()
                .map(f -> "The settings in " + f + " are valid.")
                .orElse(
                    "There is no settings file; the defaults and the environment variables"
                        + " apply."));
    if (parent.configFile().isPresent()) {
      parent.environment().keySet().stream()
          .filter(SettingsLoader::isSetting)
          .sorted()
          .forEach(
              name -> parent.out().println("The environment's " + name + " overrides the file."));
    }
    settings.backups().folders().stream()
        .filter(folder -> !Files.isDirectory(folder))
        .forEach(
            folder -> {
              parent.out().println("Problem: The backup folder " + folder + " does not exist.");
              parent.out().println("What to do: Mount it, or change backups.folders.");
            });
    Finding verify = DiagnosticChecks.verify(settings).examine();
    if (verify.status() != Finding.Status.OK) {
      parent.out().println("Problem: " + verify.what());
      parent.out().println("What to do: " + verify.cure());
    }
    if (settings.console().enabled() && !settings.console().signIn().isOn()) {
      parent
          .out()
          .println(
              "The console has no sign-in: it listens on "
                  + settings.console().address()
                  + " only, and nobody can approve or sign off there.");
    }
    parent.out().println(settings.describe());
    return ExitCodes.PASSED;
  }

  @Command(
      name = "example",
      description = "Prints a settings file with every setting and its description.")
  int example() {
    parent.out().print(AnnotatedFile.text());
    return ExitCodes.PASSED;
  }

  @Command(
      name = "schema",
      description = "Prints the JSON Schema of the settings file, for editors.")
  int schema() {
    parent.out().print(SettingsSchema.text());
    return ExitCodes.PASSED;
  }
}
