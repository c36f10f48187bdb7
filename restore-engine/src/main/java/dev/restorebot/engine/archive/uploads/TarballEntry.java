package dev.restorebot.engine.archive.uploads;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An entry of a tar that is safe to unpack: neither its name nor its link leads outside the folder.
 *
 * @param raw its path, relative, without {@code .} and {@code ..}; each character is one byte of
 *     the name. Empty for the top folder itself
 * @param kind what it is
 * @param size bytes of content; 0 for all but files
 * @param target what a link links to, as {@code raw}; a hard link's is a path like a name. Empty
 *     for what is no link
 * @param mode the permission bits
 * @param uid its owner's number
 * @param gid its group's number
 * @param modified when it was changed, in seconds since 1970
 */
public record TarballEntry(
    String raw, Kind kind, long size, String target, int mode, long uid, long gid, long modified) {

  /** The kinds of entries. */
  public enum Kind {
    FILE,
    FOLDER,
    SYMBOLIC_LINK,
    HARD_LINK
  }

  /** The path as text. */
  public String name() {
    return text(raw);
  }

  /** The same under another path, with another target. */
  TarballEntry moved(String path, String newTarget) {
    return new TarballEntry(path, kind, size, newTarget, mode, uid, gid, modified);
  }

  static String text(String raw) {
    return new String(raw.getBytes(ISO_8859_1), UTF_8);
  }
}
