package dev.restorebot.bot.wiring;

import dev.restorebot.bot.doctor.DiagnosticCheck;
import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.DisasterParts;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetMemory;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Checks that the Compose project of a target of disaster restores can be found, and that its
 * database is still on the volume that the newest one swapped in.
 *
 * @param target the target's name; empty when there is none
 */
record ProjectDiagnostic(Settings settings, Optional<String> target, InstantSource clock)
    implements DiagnosticCheck {
  /** Returns a check of each target; without one, a check that says so. */
  static List<DiagnosticCheck> of(Settings settings, InstantSource clock) {
    return settings.disasters().isEmpty()
        ? List.of(new ProjectDiagnostic(settings, Optional.empty(), clock))
        : settings.disasters().keySet().stream()
            .<DiagnosticCheck>map(
                target -> new ProjectDiagnostic(settings, Optional.of(target), clock))
            .toList();
  }

  @Override
  public String name() {
    return settings.disasters().size() > 1 ? "project " + target.orElseThrow() : "project";
  }

  @Override
  public Finding examine() throws ProblemException {
    if (target.isEmpty()) {
      return Finding.ok(name(), "disaster.project is not set, so there are no disaster restores.");
    }
    try (DisasterParts parts =
        new DisasterParts(
            () -> EngineFactory.settings(settings), target.get(), clock, TargetMemory.NONE)) {
      Target found = parts.find();
      parts.requireSwapKept(settings.stateDir(), found);
      return Finding.ok(
          name(),
          found.volume().isDatabase()
              ? "The database "
                  + found.label()
                  + " can be restored: its server answers, and the role has the rights."
              : "The database of "
                  + found.project().name()
                  + " is on the "
                  + found.volume().noun()
                  + " "
                  + found.volume().name()
                  + ".");
    }
  }
}
