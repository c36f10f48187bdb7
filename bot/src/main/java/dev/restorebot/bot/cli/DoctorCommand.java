package dev.restorebot.bot.cli;

import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.DiagnosticChecks;
import dev.restorebot.bot.wiring.EngineFactory;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot doctor}. */
@Command(
    name = "doctor",
    description = "Checks everything that a restore needs, and says what to fix.")
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws SettingsException {
    parent.quietLog();
    Settings settings = parent.settings();
    List<Finding> found =
        DiagnosticChecks.doctor(settings, EngineFactory.catalog(settings), Clock.systemUTC())
            .examine();
    if (json.wanted()) {
      parent.answers().json(found);
    } else {
      found.forEach(this::print);
    }
    return found.stream().anyMatch(each -> each.status() == Finding.Status.BROKEN)
        ? ExitCodes.CHECK_FAILED
        : ExitCodes.PASSED;
  }

  private void print(Finding finding) {
    Tone tone =
        switch (finding.status()) {
          case OK -> Tone.GOOD;
          case WARNING -> Tone.WARN;
          case BROKEN -> Tone.BAD;
        };
    parent
        .out()
        .printf(
            "%s %-14s %s%n",
            parent.terminal().paint(tone, String.format("%-8s", finding.status())),
            finding.name(),
            Plain.of(finding.what()));
    if (!finding.cure().isEmpty()) {
      parent.out().printf("%-23s What to do: %s%n", "", parent.pasteable(Plain.of(finding.cure())));
    }
  }
}
