package dev.restorebot.engine.evidence;

import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code report.json} says, in the shape of {@code evidence.schema.json} beside this class.
 *
 * @param revision 1 for the first of an id
 * @param previous the revision before this one; empty for the first
 * @param checked every check that gave a result
 * @param notChecked every check that did not, and why
 * @param audit where the audit log ended when this was written: a log cut before it has lost
 *     something
 */
record EvidenceReport(
    String schema,
    String kind,
    String id,
    int revision,
    Optional<Previous> previous,
    Instant writtenAt,
    Subject.BackupFile backup,
    Outcome outcome,
    String state,
    Optional<String> reason,
    Instant requestedAt,
    Instant endedAt,
    List<Subject.Person> people,
    List<Subject.Fact> facts,
    List<Report.CheckFacts> checked,
    List<Report.CheckFacts> notChecked,
    List<Subject.Step> steps,
    Optional<Report> report,
    List<Subject.Fact> versions,
    List<Subject.Annex> annex,
    Audit audit,
    List<Controls.Control> controls,
    Signing signing) {
  static final String SCHEMA = "urn:restore-bot:evidence:1";

  /** The revision before, by the SHA-256 of its report.json. */
  record Previous(int revision, String reportSha256) {}

  /** Where the audit log ended. */
  record Audit(long number, String hash) {}

  /** Whether it is signed, by which key, and what that means. */
  record Signing(boolean signed, Optional<String> keyId, String note) {}
}
