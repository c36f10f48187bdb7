package dev.restorebot.engine.approval.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.approval.Approval;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.ApprovedOperations;
import dev.restorebot.engine.approval.Binding;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditEvents;
import dev.restorebot.engine.audit.AuditHead;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcApprovalStoreTest {
  private static final Instant NOON = AuditEvents.NOON;
  private static final AuditEvent EVENT = AuditEvents.event("r1");

  @TempDir Path folder;
  private Path file;
  private JdbcApprovalStore store;
  private AuditLog audit;

  @BeforeEach
  void open() {
    file = folder.resolve("state.db");
    JdbcJobStore.open(file).close();
    store = JdbcApprovalStore.open(file);
    audit = JdbcAuditLog.open(file);
  }

  @AfterEach
  void close() {
    store.close();
    audit.close();
  }

  private static ApprovalRequest request(String id, ApprovalState state) {
    return new ApprovalRequest(
        id,
        new Actor("slack:U0", "Nora"),
        "disk is gone; \"all\" of it",
        new ChannelRef("slack", "T1", "C1"),
        Binding.of("disaster", "ab".repeat(32), "zenops/db", "plan"),
        2,
        "fingerprint",
        NOON,
        NOON.plusSeconds(60),
        state == ApprovalState.APPROVED ? Optional.of(NOON.plusSeconds(90)) : Optional.empty(),
        List.of(new Approval(new Actor("slack:U1", "Ada"), NOON.plusNanos(1))),
        1,
        state,
        state.ended() ? Optional.of("why") : Optional.empty(),
        0);
  }

  @Test
  void givesBackARequestInEveryStateAsItWas() {
    for (ApprovalState state : ApprovalState.values()) {
      ApprovalRequest request = request("r" + state, state);
      store.insert(request, EVENT, ApprovedOperations.NONE);
      assertThat(store.find(request.id())).contains(request);
      assertThat(store.find(request.id()).orElseThrow().seal()).isEqualTo(request.seal());
    }
    assertThat(store.open())
        .extracting(ApprovalRequest::state)
        .containsExactly(ApprovalState.PENDING, ApprovalState.APPROVED);
    assertThat(audit.head().number()).isEqualTo(ApprovalState.values().length);
  }

  @Test
  void storesNothingFromAnOldVersionAndSaysNothing() {
    ApprovalRequest first =
        store.insert(request("r1", ApprovalState.PENDING), EVENT, ApprovedOperations.NONE);
    assertThat(store.update(first, EVENT, ApprovedOperations.NONE)).contains(first.withVersion(1));
    AuditHead head = audit.head();
    assertThat(store.update(first, EVENT, ApprovedOperations.NONE)).isEmpty();
    assertThat(audit.head()).isEqualTo(head);
  }

  @Test
  void storesNothingOverAnEnd() {
    ApprovalRequest denied =
        store.insert(request("r1", ApprovalState.DENIED), EVENT, ApprovedOperations.NONE);
    assertThat(store.update(request("r1", ApprovalState.APPROVED), EVENT, ApprovedOperations.NONE))
        .isEmpty();
    assertThat(store.find("r1")).contains(denied);
    assertThatThrownBy(() -> sql("update approval_request set state = 'APPROVED'"))
        .isInstanceOf(StateException.class);
    assertThatThrownBy(() -> sql("delete from approval_request"))
        .isInstanceOf(StateException.class);
  }

  @Test
  void changesNothingThatTheAuditLogCannotTake() {
    ApprovalRequest first =
        store.insert(request("r1", ApprovalState.PENDING), EVENT, ApprovedOperations.NONE);
    sql("create trigger full before insert on audit_entry begin select raise(abort, 'full'); end");

    assertThatThrownBy(() -> store.update(first, EVENT, ApprovedOperations.NONE))
        .hasMessageContaining("full");
    assertThatThrownBy(
            () ->
                store.insert(request("r2", ApprovalState.PENDING), EVENT, ApprovedOperations.NONE))
        .hasMessageContaining("full");
    assertThat(store.find("r1")).contains(first);
    assertThat(store.find("r2")).isEmpty();
  }

  @Test
  void refusesASecondRequestOfOneId() {
    store.insert(request("r1", ApprovalState.PENDING), EVENT, ApprovedOperations.NONE);
    assertThatThrownBy(
            () ->
                store.insert(request("r1", ApprovalState.PENDING), EVENT, ApprovedOperations.NONE))
        .isInstanceOf(IllegalStateException.class);
    assertThat(audit.head().number()).isEqualTo(1);
  }

  private void sql(String sql) {
    try (StateDatabase database = StateDatabase.open(file)) {
      database.write(handle -> handle.execute(sql));
    }
  }
}
