package dev.restorebot.engine.archive.unwrap;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Files that file managers and checksum tools leave beside the files of a backup. They are no part
 * of it.
 */
public final class SidecarFiles {
  private static final Pattern NAME =
      Pattern.compile(
          "\\..*|thumbs\\.db|desktop\\.ini|.*\\.(?:md5|sha1|sha256|sha512|sum|asc|sig|minisig)"
              + "|(?:md5|sha1|sha256|sha512)sums?(?:\\.txt)?");

  private SidecarFiles() {}

  /** Returns whether a file of that name, or of that path with {@code /}, is one. */
  public static boolean test(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }
}
