package dev.restorebot.engine.backup.folder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;

/**
 * Whether files begin as {@code openssl enc} begins them. Remembered for as long as a file does not
 * change, so that a folder of ten thousand backups is not opened ten thousand times.
 */
final class Heads {
  private static final byte[] SALTED = "Salted__".getBytes(StandardCharsets.US_ASCII);

  private final Cache<Stamp, Boolean> known = Caffeine.newBuilder().maximumSize(50_000).build();

  /** A file that cannot be read does not look encrypted; why is told when it is restored. */
  boolean looksEncrypted(Path file, BasicFileAttributes attributes) {
    return known.get(
        new Stamp(file, attributes.size(), attributes.lastModifiedTime()),
        stamp -> startsSalted(stamp.file()));
  }

  private static boolean startsSalted(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(SALTED.length), SALTED);
    } catch (IOException e) {
      return false;
    }
  }

  private record Stamp(Path file, long size, FileTime modified) {}
}
