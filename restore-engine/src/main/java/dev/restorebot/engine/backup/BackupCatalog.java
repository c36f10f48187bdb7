package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

public final class BackupCatalog {
  private final List<BackupSource> sources;

  public BackupCatalog(List<BackupSource> sources) {
    this.sources = List.copyOf(sources);
  }

  public List<Backup> newestFirst() throws ProblemException {
    List<Backup> all = new ArrayList<>();
    for (BackupSource s : sources) {
      all.addAll(s.list());
    }
    all.sort(Comparator.comparing(Backup::takenAt).reversed().thenComparing(Backup::name));
    return all;
  }

  public Backup latest() throws ProblemException {
    return newestFirst().stream()
        .findFirst()
        .orElseThrow(
            () -> new Problem(ProblemCode.BACKUP_MISSING, "There is no backup.", "x").exception());
  }

  public Backup find(String name) throws ProblemException {
    return newestFirst().stream()
        .filter(b -> b.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(ProblemCode.BACKUP_MISSING, "There is no backup of that name.", "x")
                    .exception());
  }
}
