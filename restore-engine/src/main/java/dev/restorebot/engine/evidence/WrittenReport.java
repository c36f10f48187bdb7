package dev.restorebot.engine.evidence;

import dev.restorebot.engine.audit.AuditHead;
import java.nio.file.Path;

/**
 * A report that is on the disk.
 *
 * @param folder of this revision's files
 * @param reportSha256 of its report.json
 * @param auditEnd the last entry of the audit log when it was written, as the report has it
 */
public record WrittenReport(
    String id,
    int revision,
    Path folder,
    String reportSha256,
    boolean signed,
    AuditHead auditEnd) {}
