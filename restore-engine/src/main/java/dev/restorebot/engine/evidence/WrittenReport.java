package dev.restorebot.engine.evidence;

import java.nio.file.Path;

/**
 * A report that is on the disk.
 *
 * @param folder of this revision's files
 * @param reportSha256 of its report.json
 */
public record WrittenReport(
    String id, int revision, Path folder, String reportSha256, boolean signed) {}
