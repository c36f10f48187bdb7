package dev.restorebot.engine.backup.folder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.engine.archive.unwrap.Sniffer;
import dev.restorebot.engine.backup.Backup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the files of a folder for as long as they do not change: a hundred thousand names are
 * read once, not with every list.
 *
 * <p>Whether a file is encrypted is seen by its first bytes. Opening is slow where there are many,
 * so with each list the newest that were not looked at have their turn; the others go by their
 * names.
 */
final class KnownFiles {
  private static final int MOST = 500_000;
  private static final int LOOKS = 2_000;

  /** Each list asks for all that are still there: what is not asked for is gone. */
  private static final Duration UNASKED = Duration.ofDays(1);

  private final Cache<Stamp, Known> known =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(UNASKED).build();

  /** A file as it was. */
  record Stamp(Path named, Path file, long size, FileTime modified) {}

  /**
   * The facts of a file.
   *
   * @param looked whether its first bytes were seen; otherwise its encryption is by its name
   */
  record Known(Stamp stamp, Backup backup, boolean looked) {}

  /** Returns what is known of a file that did not change. */
  Optional<Known> last(Stamp stamp) {
    return Optional.ofNullable(known.getIfPresent(stamp));
  }

  /** Remembers what a file is by its name. */
  Known add(Stamp stamp, Backup backup) {
    Known first = new Known(stamp, backup, false);
    known.put(stamp, first);
    return first;
  }

  /** The backups that these files are, once some more of them have been looked at. */
  List<Backup> backups(List<Known> files) {
    List<Backup> backups = new ArrayList<>(files.size());
    List<Known> unseen = new ArrayList<>();
    files.forEach(
        file -> {
          if (file.looked()) {
            backups.add(file.backup());
          } else {
            unseen.add(file);
          }
        });
    unseen.sort(Comparator.comparing((Known file) -> file.backup().takenAt()).reversed());
    for (int i = 0; i < unseen.size(); i++) {
      Known file = unseen.get(i);
      backups.add(i < LOOKS ? look(file) : file.backup());
    }
    return backups;
  }

  /** A file that cannot be read does not look encrypted; why is told when it is restored. */
  private Backup look(Known file) {
    Backup seen = file.backup().encrypted(startsEncrypted(file.stamp().file()));
    known.put(file.stamp(), new Known(file.stamp(), seen, true));
    return seen;
  }

  private static boolean startsEncrypted(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Sniffer.isEncrypted(in.readNBytes(Sniffer.ENCRYPTED_WANTED));
    } catch (IOException e) {
      return false;
    }
  }
}
