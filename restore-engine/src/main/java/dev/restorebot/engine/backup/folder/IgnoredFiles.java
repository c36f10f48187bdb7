package dev.restorebot.engine.backup.folder;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Files and folders beside backups that are none: hidden ones, unfinished copies, checksums,
 * signatures, notes, the status of the backup script, its archives of uploads, and files of roles
 * (pg_dumpall --globals-only).
 *
 * <p>Everything else may be a backup, whatever it is called: guessing by extension would hide the
 * one backup that is left. But a README that is newer than all dumps must not be "the latest".
 */
public final class IgnoredFiles {
  private static final Pattern NAMES =
      Pattern.compile(
          "\\..*"
              + "|.*~"
              + "|(?!.*_db_).*_globals_.*\\.sql(\\..*)?"
              + "|.*_uploads_.*\\.tar\\.gz(\\.(enc|age|gpg|pgp|asc))?"
              + "|.*\\.(part|partial|tmp|temp|filepart|crdownload|swp)"
              + "|.*\\.(md5|sha1|sha256|sha512|sum|sig|minisig)"
              + "|.*\\.(json|md|txt|log|html|ya?ml|toml|conf|ini|sh|py|lock|pid)"
              + "|(md5|sha1|sha256|sha512)sums?"
              + "|readme|license|lost\\+found");

  private static final Pattern BESIDE =
      Pattern.compile(
          ".*~"
              + "|.*\\.(part|partial|tmp|temp|filepart|crdownload|swp)"
              + "|.*\\.(md5|sha1|sha256|sha512|sum|asc|sig|minisig)"
              + "|.*\\.(json|md|txt|log)");

  private static final String ARMORED = ".asc";

  /** No signature is larger; those of RSA with 4096 bits have less than 1 KiB. */
  private static final long LARGEST_SIGNATURE = 4 << 10;

  private IgnoredFiles() {}

  /** Returns whether a file or folder is hidden. */
  static boolean isHidden(Path file) {
    return file.getFileName() != null && file.getFileName().toString().startsWith(".");
  }

  /**
   * Returns whether a file named as an archive of uploads is an unfinished copy of one, or its
   * checksum.
   */
  public static boolean isUnfinished(String fileName) {
    return fileName.startsWith(".") || BESIDE.matcher(fileName.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * Returns whether a file of that name and size is none. {@code .asc} is the extension of armored
   * signatures as well as of armored backups.
   */
  public static boolean test(String fileName, long sizeBytes) {
    boolean armored = fileName.toLowerCase(Locale.ROOT).endsWith(ARMORED);
    return test(fileName) || (armored && sizeBytes <= LARGEST_SIGNATURE);
  }

  /** Returns whether a file or folder of that name is none, whatever its size. */
  public static boolean test(String fileName) {
    return NAMES.matcher(fileName.toLowerCase(Locale.ROOT)).matches();
  }
}
