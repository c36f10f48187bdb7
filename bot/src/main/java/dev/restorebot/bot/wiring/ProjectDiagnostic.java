package dev.restorebot.bot.wiring;

import dev.restorebot.bot.doctor.DiagnosticCheck;
import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.DisasterParts;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.LeftStorage;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.state.StateException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks that a disaster restore of a target could be planned now, and that its database is still
 * on the volume that the newest one swapped in.
 *
 * @param target the target's name; empty when there is none
 */
record ProjectDiagnostic(
    Settings settings, Optional<String> target, BackupCatalog backups, InstantSource clock)
    implements DiagnosticCheck {
  /** Returns a check of each target; without one, a check that says so. */
  static List<DiagnosticCheck> of(Settings settings, BackupCatalog backups, InstantSource clock) {
    return settings.disasters().isEmpty()
        ? List.of(new ProjectDiagnostic(settings, Optional.empty(), backups, clock))
        : settings.disasters().keySet().stream()
            .<DiagnosticCheck>map(
                target -> new ProjectDiagnostic(settings, Optional.of(target), backups, clock))
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
    String name = target.get();
    try (TargetMemory memory = memory();
        DisasterParts parts =
            new DisasterParts(() -> EngineFactory.settings(settings), name, clock, memory)) {
      Optional<Backup> newest =
          EngineFactory.targetBackups(settings).of(name, backups.listable()).stream().findFirst();
      Target found = parts.check(newest, settings.stateDir());
      String storage = found.kind().found(found);
      if (found.outage().isEmpty()) {
        return Finding.ok(name(), storage + kept(parts));
      }
      return Finding.warning(
          name(),
          found.outage().get().why()
              + " It can be restored all the same. "
              + (found.hasWayBack()
                  ? storage
                  : "Its " + found.volume().noun() + " " + found.volume().name() + " is gone."),
          found.projectDown()
              ? "Start it, or restore a backup with `/restore disaster`."
              : "Restore a backup with `/restore disaster`.");
    }
  }

  private String kept(DisasterParts parts) {
    return parts.keepingOldStorage(settings.stateDir()).stream()
        .map(
            each ->
                " Kept of the disaster restore "
                    + each.id()
                    + ": "
                    + LeftStorage.text(each, clock.instant())
                    + ".")
        .collect(Collectors.joining());
  }

  private TargetMemory memory() {
    try {
      return DisasterParts.memory(settings.stateDir());
    } catch (StateException e) {
      return TargetMemory.NONE; // the check of the state folder says why
    }
  }
}
