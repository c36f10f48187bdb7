package dev.restorebot.engine.audit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The log of what was tried and done. Nothing in it is ever changed or removed. Thread-safe;
 * several writers, in one process or many, make one chain.
 *
 * <p>A failure of the storage itself is an unchecked exception: what cannot be written down must
 * not happen.
 */
public interface AuditLog extends AutoCloseable {
  /** Writes an event behind the newest entry; it is on the disk when this returns. */
  AuditEntry append(AuditEvent event);

  /** Returns the end of the log, to be kept elsewhere too. */
  AuditHead head();

  /** The next entries after a number, in order. */
  List<AuditEntry> entries(long after, int limit);

  /**
   * Looks for any change, gap, new order, or missing beginning or end.
   *
   * @param remembered a head that was kept elsewhere, if any
   */
  AuditVerdict verify(Optional<AuditHead> remembered);

  /** Writes all entries as JSON, one a line, without holding them in memory or up the writers. */
  default void export(Appendable out) throws IOException {
    long after = 0;
    for (List<AuditEntry> page = entries(after, 500); !page.isEmpty(); page = entries(after, 500)) {
      for (AuditEntry entry : page) {
        out.append(AuditLines.write(entry)).append('\n');
      }
      after = page.get(page.size() - 1).number();
    }
  }

  @Override
  void close();
}
