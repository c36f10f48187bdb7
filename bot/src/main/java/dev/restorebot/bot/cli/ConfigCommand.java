package dev.restorebot.bot.cli;

import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.settings.AnnotatedFile;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.settings.SettingsSchema;
import dev.restorebot.bot.wiring.DiagnosticChecks;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot config}: checks the settings, or helps to write them. */
@Command(name = "config", description = "Checks the settings, or helps to write them.")
final class ConfigCommand {
  @ParentCommand private RestoreBotCommand parent;

  @Command(name = "check", description = "Checks the settings and shows them without secrets.")
  int check(@Mixin JsonOption json) throws SettingsException, IOException, ProblemException {
    parent.quietLog();
    Checked checked = checked(parent.settings());
    if (json.wanted()) {
      parent.answers().json(checked);
    } else {
      print(checked);
    }
    return ExitCodes.PASSED;
  }

  /**
   * Valid settings, and what is noteworthy in them.
   *
   * @param file the settings file, if there is one
   * @param overriding the environment variables that override the file
   * @param notes sentences
   * @param settings every setting without secrets, a line each
   */
  private record Checked(
      Optional<String> file,
      List<String> overriding,
      List<Trouble> problems,
      List<String> notes,
      List<String> settings) {}

  /** A problem that does not make the settings invalid. */
  private record Trouble(String what, String todo) {}

  private Checked checked(Settings settings) throws IOException, ProblemException {
    Optional<Path> file = parent.configFile();
    List<Trouble> problems = new ArrayList<>();
    settings.backups().folders().stream()
        .filter(folder -> !Files.isDirectory(folder))
        .map(
            folder ->
                new Trouble(
                    "The backup folder " + folder + " does not exist.",
                    "Mount it, or change backups.folders."))
        .forEach(problems::add);
    Finding verify = DiagnosticChecks.verify(settings).examine();
    if (verify.status() != Finding.Status.OK) {
      problems.add(new Trouble(verify.what(), verify.cure()));
    }
    List<String> notes = new ArrayList<>();
    if (settings.console().enabled() && !settings.console().signIn().isOn()) {
      notes.add(
          "The console has no sign-in: it listens on "
              + settings.console().address()
              + " only, and nobody can approve or sign off there.");
    }
    return new Checked(
        file.map(Path::toString),
        file.isEmpty()
            ? List.of()
            : parent.environment().keySet().stream()
                .filter(SettingsLoader::isSetting)
                .sorted()
                .toList(),
        problems,
        notes,
        settings.describe().lines().toList());
  }

  private void print(Checked checked) {
    PrintStream out = parent.out();
    out.println(
        checked
            .file()
            .map(file -> "The settings in " + file + " are valid.")
            .orElse(
                "There is no settings file; the defaults and the environment variables apply."));
    checked
        .overriding()
        .forEach(name -> out.println("The environment's " + name + " overrides the file."));
    for (Trouble problem : checked.problems()) {
      out.println("Problem: " + problem.what());
      out.println("What to do: " + problem.todo());
    }
    checked.notes().forEach(out::println);
    checked.settings().forEach(out::println);
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
