package dev.restorebot.bot.wiring;

import dev.restorebot.bot.doctor.DiagnosticCheck;
import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.disaster.RunbookFolder;
import dev.restorebot.engine.disaster.RunbookStatus;
import dev.restorebot.engine.state.StateFolder;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Says where the daily runbook of a target and its copy are, and how old. */
record RunbookDiagnostic(Settings settings, String target, InstantSource clock)
    implements DiagnosticCheck {
  /** Returns a check of each target. */
  static List<DiagnosticCheck> of(Settings settings, InstantSource clock) {
    return settings.disasters().keySet().stream()
        .<DiagnosticCheck>map(target -> new RunbookDiagnostic(settings, target, clock))
        .toList();
  }

  @Override
  public String name() {
    return settings.disasters().size() > 1 ? "runbook " + target : "runbook";
  }

  @Override
  public Finding examine() {
    RunbookStatus status =
        new RunbookFolder(settings.stateDir().resolve(StateFolder.RUNBOOKS), clock).status(target);
    Optional<RunbookStatus.Fault> fault = status.problem(clock.instant());
    return fault.isPresent()
        ? Finding.warning(name(), fault.get().what(), fault.get().cure())
        : Finding.ok(name(), status.text(clock.instant()));
  }
}
