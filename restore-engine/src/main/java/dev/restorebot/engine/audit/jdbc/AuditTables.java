package dev.restorebot.engine.audit.jdbc;

import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditHead;
import dev.restorebot.engine.audit.ChainCheck;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.Json;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.state.StoredTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * The tables of the audit log, for stores that write what they change and what is said about it in
 * one transaction.
 */
public final class AuditTables {
  private static final String INSERT =
      """
      insert into audit_entry
        (number, at, by_id, by_name, place, what, subject, detail, previous, hash)
      values (:number, :at, :byId, :byName, :place, :what, :subject, :detail, :previous, :hash)
      """;

  private AuditTables() {}

  /**
   * Appends in the transaction of the handle, which must be an immediate one, as all of {@link
   * StateDatabase} are: nobody else can append between the reading of the head and the end.
   */
  public static AuditEntry append(Handle handle, AuditEvent event) {
    // A log that lost its note of the end stays without, so that every check tells of it.
    AuditHead head = head(handle).or(() -> newest(handle)).orElse(AuditHead.EMPTY);
    AuditEntry entry = AuditEntry.after(head, event);
    handle
        .createUpdate(INSERT)
        .bind("number", entry.number())
        .bind("at", StoredTimes.text(event.at()))
        .bind("byId", event.by().id())
        .bind("byName", event.by().name())
        .bind("place", event.where())
        .bind("what", event.what())
        .bind("subject", event.subject())
        .bind("detail", Json.text(event.detail()))
        .bind("previous", entry.previous())
        .bind("hash", entry.hash())
        .execute();
    handle.execute("update audit_head set number = ?, hash = ?", entry.number(), entry.hash());
    return entry;
  }

  static Optional<AuditHead> head(Handle handle) {
    return handle
        .select("select number, hash from audit_head")
        .map((row, context) -> new AuditHead(row.getLong("number"), row.getString("hash")))
        .findOne();
  }

  private static Optional<AuditHead> newest(Handle handle) {
    return handle
        .select("select number, hash from audit_entry order by number desc limit 1")
        .map((row, context) -> new AuditHead(row.getLong("number"), row.getString("hash")))
        .findOne();
  }

  static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("number"),
        new AuditEvent(
            StoredTimes.instant(row.getString("at")),
            new Actor(row.getString("by_id"), row.getString("by_name")),
            row.getString("place"),
            row.getString("what"),
            row.getString("subject"),
            Json.value(row.getString("detail"), Detail.class)),
        row.getString("previous"),
        row.getString("hash"));
  }

  /** Hands a row to a check, also one that is no entry any more. */
  static void check(ResultSet row, ChainCheck check) throws SQLException {
    AuditEntry entry;
    try {
      entry = entry(row);
    } catch (StateException | DateTimeException | NullPointerException e) {
      check.unreadable(new AuditHead(row.getLong("number"), row.getString("hash")));
      return;
    }
    check.accept(entry, asWritten(row, entry));
  }

  /**
   * Returns whether the row has each value exactly as it is written, not only one of the same
   * meaning.
   */
  private static boolean asWritten(ResultSet row, AuditEntry entry) throws SQLException {
    AuditEvent event = entry.event();
    return StoredTimes.text(event.at()).equals(row.getString("at"))
        && event.by().id().equals(row.getString("by_id"))
        && event.by().name().equals(row.getString("by_name"))
        && event.where().equals(row.getString("place"))
        && event.what().equals(row.getString("what"))
        && event.subject().equals(row.getString("subject"))
        && Json.text(event.detail()).equals(row.getString("detail"));
  }

  private static final class Detail extends TreeMap<String, String> {
    private static final long serialVersionUID = 1L;
  }
}
