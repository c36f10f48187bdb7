package dev.restorebot.engine.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
              + "(\\s*\\\\unrestrict [A-Za-z0-9]+)?\\s*\\z");

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
   * Whether the end mark is there, and nothing of substance after it.
   *
   * @param restricted whether the dump started with {@code \restrict}, and so must take it back
   */
  boolean isComplete(boolean restricted) {
    Matcher matcher = COMPLETE.matcher(new String(bytes, 0, length, ISO_8859_1));
    return matcher.find() && (!restricted || matcher.group(1) != null);
  }
}
