package dev.restorebot.engine.audit;

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
}
