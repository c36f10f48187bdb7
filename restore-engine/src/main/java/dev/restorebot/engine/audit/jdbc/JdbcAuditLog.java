package dev.restorebot.engine.audit.jdbc;

import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditHead;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.AuditVerdict;
import dev.restorebot.engine.audit.ChainCheck;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The audit log in an SQLite file, which other stores may use at the same time. */
public final class JdbcAuditLog implements AuditLog {
  private final StateDatabase database;

  /** Keeps the log in that database, which stays its owner's. */
  public JdbcAuditLog(StateDatabase database) {
    this.database = database;
  }

  /**
   * Opens the log in that file; makes it, and its folder, when missing. The caller closes it.
   *
   * @throws StateException when it cannot be opened, or when a newer version wrote it
   */
  public static JdbcAuditLog open(Path file) {
    return new JdbcAuditLog(StateDatabase.open(file));
  }

  @Override
  public AuditEntry append(AuditEvent event) {
    return database.write(handle -> AuditTables.append(handle, event));
  }

  @Override
  public AuditHead head() {
    return database
        .read(AuditTables::head)
        .orElseThrow(
            () ->
                new StateException(
                    "the audit log lost the record of its last entry: somebody changed the state"
                        + " file; run `restore-bot audit verify` for details",
                    null));
  }

  @Override
  public List<AuditEntry> entries(long after, int limit) {
    return database.read(
        handle ->
            handle
                .select(
                    "select * from audit_entry where number > ? order by number limit ?",
                    after,
                    limit)
                .map((row, context) -> AuditTables.entry(row))
                .list());
  }

  @Override
  public AuditVerdict verify(Optional<AuditHead> remembered) {
    ChainCheck check = new ChainCheck(remembered);
    return database.read(
        handle -> {
          handle
              .createQuery("select * from audit_entry order by number")
              .map(
                  (row, context) -> {
                    AuditTables.check(row, check);
                    return row.getRow();
                  })
              .forEach(number -> {});
          return check.finish(AuditTables.head(handle));
        });
  }

  @Override
  public void close() {
    database.close();
  }
}
