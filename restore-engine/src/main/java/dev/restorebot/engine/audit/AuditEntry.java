package dev.restorebot.engine.audit;

/**
 * An event at its place in the log.
 *
 * @param number 1 for the first, then one more each
 * @param previous the hash of the entry before, {@link AuditHead#EMPTY}'s for the first
 * @param hash over everything else here
 */
public record AuditEntry(long number, AuditEvent event, String previous, String hash) {
  /** The entry that follows a head. */
  public static AuditEntry after(AuditHead head, AuditEvent event) {
    long number = head.number() + 1;
    return new AuditEntry(number, event, head.hash(), hash(number, event, head.hash()));
  }

  /** The head of a log that ends here. */
  public AuditHead head() {
    return new AuditHead(number, hash);
  }

  /** Returns whether the hash is that of what the entry says. */
  boolean sound() {
    return hash.equals(hash(number, event, previous));
  }

  private static String hash(long number, AuditEvent event, String previous) {
    return new CanonicalHash("restore-bot audit entry 1")
        .add(number)
        .add(event.at().toString())
        .add(event.by().id())
        .add(event.by().name())
        .add(event.where())
        .add(event.what())
        .add(event.subject())
        .add(event.detail())
        .add(previous)
        .hex();
  }
}
