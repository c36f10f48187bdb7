package dev.restorebot.engine.backup.folder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.engine.backup.Backup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is known of the files of a folder, for as long as they do not change: a hundred thousand
 * names are read once, not with every list.
 *
 * <p>Whether a file is encrypted is seen by its first bytes. Opening is slow where there are many,
 * so with each list the newest that were not looked at have their turn; the others go by their
 * names.
 */
final class KnownFiles {
  private static final byte[] SALTED = "Salted__".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST = 500_000;
  private static final int LOOKS = 2_000;

  private final Cache<Stamp, Known> known = Caffeine.newBuilder().maximumSize(MOST).build();

  /** A file as it was. */
  record Stamp(Path named, Path file, long size, FileTime modified) {}

  private record Known(Backup backup, boolean looked) {}

  /**
   * The backups that these files are.
   *
   * @param made makes one of a file that is not known; what it says of encryption is by its name
   */
  List<Backup> of(List<Stamp> files, Function<Stamp, Backup> made) {
    files.stream()
        .filter(stamp -> !known(stamp, made).looked())
        .sorted(
            Comparator.comparing((Stamp stamp) -> known(stamp, made).backup().takenAt()).reversed())
        .limit(LOOKS)
        .forEach(stamp -> look(stamp, made));
    return files.stream().map(stamp -> known(stamp, made).backup()).toList();
  }

  /** What is known of a file, when nothing more can be. */
  Optional<Backup> all(Stamp stamp) {
    Known last = known.getIfPresent(stamp);
    return last != null && last.looked() ? Optional.of(last.backup()) : Optional.empty();
  }

  private Known known(Stamp stamp, Function<Stamp, Backup> made) {
    return known.get(stamp, key -> new Known(made.apply(key), false));
  }

  /** A file that cannot be read does not look encrypted; why is told when it is restored. */
  private void look(Stamp stamp, Function<Stamp, Backup> made) {
    known.put(
        stamp, new Known(known(stamp, made).backup().encrypted(startsSalted(stamp.file())), true));
  }

  private static boolean startsSalted(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(SALTED.length), SALTED);
    } catch (IOException e) {
      return false;
    }
  }
}
