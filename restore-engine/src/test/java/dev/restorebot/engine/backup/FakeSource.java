package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Backups that are made up, from a place that may break. */
final class FakeSource implements BackupSource {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final List<Backup> backups = new ArrayList<>();
  private final String name;
  boolean broken;
  int asked;

  FakeSource(String name) {
    this.name = name;
  }

  /** Adds one that is as many hours younger than the oldest possible. */
  FakeSource with(String backup, int hours) {
    backups.add(
        new Backup(
            backup,
            Path.of("/", name, backup),
            1,
            START.plusSeconds(hours * 3600L),
            Optional.empty(),
            Optional.empty(),
            false));
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Backup> list() throws ProblemException {
    asked++;
    if (broken) {
      throw new Problem(ProblemCode.BACKUP_UNREADABLE, name + " is broken.", "Mend it.")
          .exception();
    }
    return List.copyOf(backups);
  }
}
