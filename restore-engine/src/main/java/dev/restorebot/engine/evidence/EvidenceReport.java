package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The contents of {@code report.json}, in the shape of {@code evidence.schema.json}: its subject
 * and its checks lie flat beside what every report has.
 *
 * @param revision 1 for the first of an id
 * @param previous the revision before this one; empty for the first
 * @param timeZone the zone of the times in the pages, if it is not UTC; here they are in UTC
 * @param audit where the audit log ended when this was written: a log cut before it has lost
 *     something
 */
record EvidenceReport(
    String schema,
    int revision,
    Optional<Previous> previous,
    Instant writtenAt,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ZoneId> timeZone,
    @JsonUnwrapped Subject subject,
    @JsonUnwrapped ChecksMade checks,
    Audit audit,
    List<Controls.Control> controls,
    Signing signing) {
  static final String SCHEMA = "urn:restore-bot:evidence:1";

  /** The revision before, by the SHA-256 of its report.json. */
  record Previous(int revision, String reportSha256) {}

  /** The end of the audit log. */
  record Audit(long number, String hash) {}

  /** The signature: the key, if there is one, and what that means. */
  record Signing(boolean signed, Optional<String> keyId, String note) {}
}
