package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.pgdump.RestoreEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recognises the entries after the data of an archive that may be restored at once: indexes, keys
 * and foreign keys. Each waits for what it depends on; all but indexes lock their tables.
 *
 * <p>Source: {@code identify_locking_dependencies} in PostgreSQL's pg_backup_archiver.c.
 */
final class ArchiveStep {
  private static final int POST_DATA = 4;
  private static final Set<String> KINDS = Set.of("INDEX", "CONSTRAINT", "FK CONSTRAINT");

  private final Set<Integer> tables;

  /** Of an archive with these entries. */
  ArchiveStep(List<RestoreEntry> entries) {
    this.tables =
        entries.stream()
            .filter(entry -> entry.kind().equals("TABLE") || entry.kind().equals("TABLE DATA"))
            .map(RestoreEntry::dumpId)
            .collect(Collectors.toSet());
  }

  /** Returns whether that entry is one of them. */
  boolean isOne(RestoreEntry entry) {
    return entry.section() == POST_DATA && KINDS.contains(entry.kind());
  }

  /** Makes the step that restores it. */
  LockQueue.Step<RestoreEntry> of(RestoreEntry entry) {
    Set<String> exclusive = new HashSet<>(Set.of(String.valueOf(entry.dumpId())));
    Set<String> shared = new HashSet<>();
    for (int dependency : entry.dependencies()) {
      boolean locks = tables.contains(dependency) && !entry.kind().equals("INDEX");
      (locks ? exclusive : shared).add(String.valueOf(dependency));
    }
    return new LockQueue.Step<>(entry, exclusive, shared);
  }
}
