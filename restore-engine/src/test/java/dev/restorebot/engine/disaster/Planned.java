package dev.restorebot.engine.disaster;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalPlanning;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A rehearsal whose plan there is already. */
record Planned(DisasterPlan plan) implements RehearsalPlanning {
  static final Backup BACKUP =
      new Backup(
          "zenops_db.dump",
          Path.of("/b/zenops_db.dump"),
          5,
          Instant.EPOCH,
          Optional.empty(),
          Optional.empty(),
          false,
          List.of());

  /** Rehearses it. */
  Rehearsal run(Rehearsals rehearsals, String target, ProgressListener progress) throws Exception {
    return rehearsals.run(target, this, BACKUP, progress, Cancellation.none());
  }

  @Override
  public void requireSuitable() {}

  @Override
  public String newId() {
    return plan.id();
  }

  @Override
  public DisasterPlan plan(
      String id, Backup backup, ProgressListener progress, Cancellation cancellation) {
    return plan;
  }
}
