package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last bytes of a plain dump: pg_dump ends it with a comment that says so. Does not depend on
 * having understood everything before.
 */
final class PlainEnd {
  private static final int WANTED = 512;

  private static final Pattern COMPLETE =
      Pattern.compile(
          "(?:\\A|\\n)--\\r?\\n-- PostgreSQL database dump complete\\r?\\n--\\r?(?:\\n|\\z)"
              + "(?:\\s*\\\\unrestrict ([A-Za-z0-9]+))?\\s*\\z");

  private final byte[] bytes = new byte[WANTED];
  private int length;

  void accept(byte[] buffer, int off, int len) {
    int taken = Math.min(len, WANTED);
    int kept = Math.min(length, WANTED - taken);
    System.arraycopy(bytes, length - kept, bytes, 0, kept);
    System.arraycopy(buffer, off + len - taken, bytes, kept, taken);
    length = kept + taken;
  }

  /**
   * Returns whether the end mark is there, and nothing of substance after it.
   *
   * @param restrictedBy the word of the dump's {@code \restrict}, which its last line must repeat
   */
  boolean isComplete(Optional<String> restrictedBy) {
    Matcher matcher = COMPLETE.matcher(new String(bytes, 0, length, ISO_8859_1));
    return matcher.find() && Optional.ofNullable(matcher.group(1)).equals(restrictedBy);
  }
}
