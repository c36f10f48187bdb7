package dev.restorebot.engine;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.jdbc.JdbcApprovalStore;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.jdbc.JdbcDrillStore;
import dev.restorebot.engine.state.StateDatabase;
import java.util.List;
import java.util.Optional;

/**
 * Reads the disaster restores, rehearsals and drills of a state database, also while a bot runs on
 * it. Changes nothing.
 *
 * @param database stays its owner's
 */
public record StoredRestores(StateDatabase database) {
  /** Returns the newest disaster restores of all targets, newest first. */
  public List<Disaster> disasters(int limit) {
    return new JdbcDisasterStore(database).recent(limit);
  }

  /** Returns the request that a disaster restore waits for, or that began it. */
  public Optional<ApprovalRequest> request(Disaster disaster) {
    return new JdbcApprovalStore(database).find(disaster.approval());
  }

  /** Returns the newest rehearsals of all targets, newest first. */
  public List<Rehearsal> rehearsals(int limit) {
    return new JdbcRehearsalStore(database).recent(Optional.empty(), limit);
  }

  /** Returns the newest rehearsals of each of these targets, newest first. */
  public List<Rehearsal> rehearsals(List<String> targets, int ofEach) {
    return new JdbcRehearsalStore(database).recent(targets, ofEach);
  }

  /**
   * Returns the newest drills, newest first.
   *
   * @param of the database's name; empty for all
   */
  public List<Drill> drills(Optional<String> of, int limit) {
    return new JdbcDrillStore(database).recent(of, limit);
  }
}
