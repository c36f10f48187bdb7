package dev.restorebot.bot.wiring;

import dev.restorebot.bot.doctor.DiagnosticCheck;
import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.DisasterParts;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterStore;
import dev.restorebot.engine.disaster.Swapped;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Checks that the Compose project of disaster restores can be found, and that its database is still
 * on the volume that the newest one swapped in.
 */
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
      requireSwapKept(target);
      return Finding.ok(
          name(),
          "The database of "
              + target.project().name()
              + " is on the volume "
              + target.volume().name()
              + ".");
    }
  }

  private void requireSwapKept(Target target) throws ProblemException {
    Path state = settings.stateDir().resolve(StateFolder.DATABASE_FILE);
    if (Files.exists(state)) {
      try (DisasterStore store = JdbcDisasterStore.open(state)) {
        Swapped.requireKept(store, target, clock.instant());
      }
    }
  }
}
