package dev.restorebot.engine.archive.plain;

/** A {@code $tag$…$tag$} quote, from the byte after its first dollar. */
final class DollarQuote {
  private static final int MAX_TAG = 64;

  private final byte[] tag = new byte[MAX_TAG];
  private int tagLength;
  private boolean inBody;
  private int matched;

  void start() {
    tagLength = 0;
    inBody = false;
    matched = 0;
  }

  boolean isInBody() {
    return inBody;
  }

  /** Takes a byte of the tag. False when this is no dollar quote after all. */
  boolean tag(byte b) {
    if (b == '$') {
      inBody = true;
      return true;
    }
    boolean digit = b >= '0' && b <= '9';
    if (!isTagByte(b) || (digit && tagLength == 0) || tagLength == MAX_TAG) {
      return false;
    }
    tag[tagLength++] = b;
    return true;
  }

  /** Takes a byte of the body or of the closing tag. True when the quote is closed. */
  boolean body(byte b) {
    if (matched > tagLength) {
      if (b == '$') {
        return true;
      }
      matched = 0;
    } else if (matched > 0 && b == tag[matched - 1]) {
      matched++;
    } else {
      matched = b == '$' ? 1 : 0;
    }
    return false;
  }

  static boolean isTagByte(byte b) {
    return b < 0
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_';
  }
}
