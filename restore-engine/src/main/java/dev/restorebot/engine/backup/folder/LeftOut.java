package dev.restorebot.engine.backup.folder;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Files and folders beside backups that are none: hidden ones, unfinished copies, checksums,
 * signatures, notes, the status of the backup script and its archives of uploads.
 *
 * <p>Everything else may be a backup, whatever it is called: guessing by extension would hide the
 * one backup that is left. But a README that is newer than all dumps must not be "the latest".
 */
public final class LeftOut {
  private static final Pattern NAMES =
      Pattern.compile(
          "\\..*"
              + "|.*~"
              + "|.*_uploads_.*\\.tar\\.gz(\\.enc)?"
              + "|.*\\.(part|partial|tmp|temp|filepart|crdownload|swp)"
              + "|.*\\.(md5|sha1|sha256|sha512|sum|asc|sig|minisig)"
              + "|.*\\.(json|md|txt|log|html|ya?ml|toml|conf|ini|sh|py|lock|pid)"
              + "|(md5|sha1|sha256|sha512)sums?"
              + "|readme|license|lost\\+found");

  private LeftOut() {}

  /** Whether a file or folder of that name is none. */
  public static boolean test(String fileName) {
    return NAMES.matcher(fileName.toLowerCase(Locale.ROOT)).matches();
  }
}
