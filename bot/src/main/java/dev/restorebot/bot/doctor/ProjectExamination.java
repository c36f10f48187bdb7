package dev.restorebot.bot.doctor;

import dev.restorebot.bot.DisasterParts;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Target;
import java.time.InstantSource;

/** The Compose project of disaster restores can be found as it stands. */
record ProjectExamination(Settings settings, InstantSource clock) implements Examination {
  @Override
  public String name() {
    return "project";
  }

  @Override
  public Finding examine() throws ProblemException {
    if (settings.disaster().project().isEmpty()) {
      return Finding.ok(name(), "disaster.project is not set, so there are no disaster restores.");
    }
    try (DisasterParts parts = new DisasterParts(() -> settings, clock)) {
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
