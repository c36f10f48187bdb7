package dev.restorebot.bot.wiring;

import dev.restorebot.bot.doctor.DiagnosticCheck;
import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.DisasterParts;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetMemory;
import java.time.InstantSource;

/** Checks that the Compose project of disaster restores can be found. */
record ProjectDiagnostic(Settings settings, InstantSource clock) implements DiagnosticCheck {
  @Override
  public String name() {
    return "project";
  }

  @Override
  public Finding examine() throws ProblemException {
    if (settings.disaster().project().isEmpty()) {
      return Finding.ok(name(), "disaster.project is not set, so there are no disaster restores.");
    }
    try (DisasterParts parts =
        new DisasterParts(() -> EngineFactory.settings(settings), clock, TargetMemory.NONE)) {
      Target target = parts.find();
      return Finding.ok(
          name(),
          "The database of "
              + target.project().name()
              + " is on the volume "
              + target.volume().name()
              + ".");
    }
  }
}
