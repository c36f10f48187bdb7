package dev.restorebot.engine.disaster;

import static org.mockito.Mockito.mock;

import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers;
import dev.restorebot.engine.disaster.rehearsal.RehearsalServices;
import dev.restorebot.engine.disaster.rehearsal.RehearsalSettings;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.disaster.rehearsal.ServiceLimits;
import dev.restorebot.engine.sandbox.DiskLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Parts of rehearsals without Docker. */
final class RehearsalParts {
  private RehearsalParts() {}

  static Rehearsals.Parts of(
      Restorer restorer,
      NewVolumes volumes,
      RehearsalServices services,
      RehearsalContainers containers,
      RehearsalSettings settings) {
    return new Rehearsals.Parts(
        restorer,
        volumes,
        mock(NewUploads.class),
        production -> services,
        containers,
        mock(DatabaseProbe.class),
        new ChecklistSettings(
            List.of(),
            Optional.empty(),
            ChecklistSettings.ERRORS,
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(1),
            Duration.ofMillis(500)),
        settings,
        new ServiceLimits(1, 1, 1),
        DiskLimits.DEFAULT);
  }
}
