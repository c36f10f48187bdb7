package dev.restorebot.engine.backup.rclone;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.engine.archive.unwrap.Sniffer;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.ParallelReads;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether files of a remote are encrypted, by their first bytes. Each costs a connection,
 * so a few unknown ones are looked at with each list, the newest first, and remembered until they
 * change.
 */
final class RemoteHeads {
  private static final Logger log = LoggerFactory.getLogger(RemoteHeads.class);
  private static final int A_LIST = 32;

  private final Rclone rclone;
  private final Cache<RcloneEntry, Boolean> known =
      Caffeine.newBuilder().maximumSize(200_000).build();

  RemoteHeads(Rclone rclone) {
    this.rclone = rclone;
  }

  /** The known facts of files. */
  interface Seen {
    boolean encrypted(RcloneEntry entry);
  }

  Seen of(List<RcloneEntry> files, Function<RcloneEntry, Instant> takenAt) {
    List<RcloneEntry> unknown =
        files.stream()
            .filter(entry -> known.getIfPresent(entry) == null)
            .sorted(Comparator.comparing(takenAt).reversed())
            .limit(A_LIST)
            .toList();
    ParallelReads.each(unknown, this::look);
    return entry -> {
      Boolean seen = known.getIfPresent(entry);
      return seen == null ? BackupNames.looksEncrypted(entry.path()) : seen;
    };
  }

  private void look(RcloneEntry entry) {
    try {
      known.put(entry, Sniffer.isEncrypted(rclone.head(entry.path(), Sniffer.ENCRYPTED_WANTED)));
    } catch (IOException e) {
      log.debug("the beginning of {} cannot be read; its restore will tell", entry.path(), e);
    }
  }
}
