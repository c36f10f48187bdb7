package dev.restorebot.engine.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of a log. Kept somewhere else (a mail, a drill's record), it later shows that nothing up
 * to it was changed or cut off, not even by somebody who rewrote the whole log.
 *
 * @param number of the newest entry, 0 when there is none
 * @param hash of the newest entry
 */
public record AuditHead(long number, String hash) {
  /** The head of a log without entries. */
  public static final AuditHead EMPTY = new AuditHead(0, "0".repeat(64));

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  /** Returns it as {@link #parse} reads it: number and hash with a colon between them. */
  public String text() {
    return number + ":" + hash;
  }

  /** Reads what {@link #text} wrote; empty when it is something else. */
  public static Optional<AuditHead> parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    return parts.matches()
        ? Optional.of(new AuditHead(Long.parseLong(parts.group(1)), parts.group(2)))
        : Optional.empty();
  }
}
