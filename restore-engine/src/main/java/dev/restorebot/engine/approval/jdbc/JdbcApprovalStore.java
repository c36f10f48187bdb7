package dev.restorebot.engine.approval.jdbc;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalStore;
import dev.restorebot.engine.approval.ApprovedOperations;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.jdbc.AuditTables;
import dev.restorebot.engine.state.Json;
import dev.restorebot.engine.state.StateDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Requests for approval in the SQLite file that has the audit log too. */
public final class JdbcApprovalStore implements ApprovalStore {
  private static final String INSERT =
      """
      insert into approval_request (id, state, version, body) values (?, ?, ?, ?)
      on conflict (id) do nothing
      """;
  private static final String UPDATE =
      """
      update approval_request set state = ?, version = ?, body = ?
      where id = ? and version = ? and state in ('PENDING', 'APPROVED')
      """;

  private final StateDatabase database;

  /**
   * Keeps requests in that database, which has the audit log and the operations too, and stays its
   * owner's.
   */
  public JdbcApprovalStore(StateDatabase database) {
    this.database = database;
  }

  /**
   * Opens the store in that file, which must be the audit log's; makes it when missing. The caller
   * closes it.
   *
   * @throws dev.restorebot.engine.state.StateException when it cannot be opened, or when a newer
   *     version wrote it
   */
  public static JdbcApprovalStore open(Path file) {
    return new JdbcApprovalStore(StateDatabase.open(file));
  }

  @Override
  public ApprovalRequest insert(
      ApprovalRequest request, AuditEvent event, ApprovedOperations operation) {
    return database.write(
        handle -> {
          int rows =
              handle.execute(
                  INSERT,
                  request.id(),
                  request.state().name(),
                  request.version(),
                  Json.text(request));
          if (rows == 0) {
            throw new IllegalStateException("there is a request " + request.id() + " already");
          }
          AuditTables.append(handle, event);
          operation.follow(request);
          return request;
        });
  }

  @Override
  public Optional<ApprovalRequest> update(
      ApprovalRequest request, AuditEvent event, ApprovedOperations operation) {
    ApprovalRequest next = request.withVersion(request.version() + 1);
    return database.write(
        handle -> {
          int rows =
              handle.execute(
                  UPDATE,
                  next.state().name(),
                  next.version(),
                  Json.text(next),
                  request.id(),
                  request.version());
          if (rows == 0) {
            return Optional.empty();
          }
          AuditTables.append(handle, event);
          operation.follow(next);
          return Optional.of(next);
        });
  }

  @Override
  public Optional<ApprovalRequest> find(String id) {
    return database
        .read(handle -> select(handle, "select body from approval_request where id = ?", id))
        .stream()
        .findFirst();
  }

  @Override
  public List<ApprovalRequest> open() {
    return database.read(
        handle ->
            select(
                handle,
                "select body from approval_request where state in ('PENDING', 'APPROVED')"
                    + " order by seq"));
  }

  private static List<ApprovalRequest> select(Handle handle, String sql, Object... values) {
    return handle
        .select(sql, values)
        .mapTo(String.class)
        .map(body -> Json.value(body, ApprovalRequest.class))
        .list();
  }

  @Override
  public void close() {
    database.close();
  }
}
