package dev.restorebot.engine;

import dev.restorebot.engine.approval.ApprovalStore;
import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.approval.SecondFactor;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterStore;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.job.JobStore;

/**
 * Holds the parts that the disaster restores of all targets share.
 *
 * @param jobs knows which backups were tested
 * @param store the disaster restores of all targets
 * @param rehearsals the rehearsals of all targets
 * @param memory what is known of a target whose server does not run
 * @param requests the requests for them
 * @param audit the audit log
 * @param leads knows who is a lead, as far as a target does not name its own
 * @param codes knows which codes were used, for whichever target
 * @param events hears of each state
 */
record DisasterShared(
    JobStore jobs,
    DisasterStore store,
    RehearsalStore rehearsals,
    TargetMemory memory,
    ApprovalStore requests,
    AuditLog audit,
    Membership leads,
    SecondFactor codes,
    DisasterEvents events) {
  /** The same with other listeners. */
  DisasterShared with(DisasterEvents others) {
    return new DisasterShared(
        jobs, store, rehearsals, memory, requests, audit, leads, codes, others);
  }
}
