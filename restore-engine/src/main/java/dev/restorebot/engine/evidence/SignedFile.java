package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;

/** Makes a file of a report again from the report. */
final class SignedFile {
  private SignedFile() {}

  static byte[] of(String name, JsonNode report) {
    return switch (name) {
      case Revisions.JSON -> EvidenceJson.pretty(report);
      case Revisions.MARKDOWN -> ReportPages.markdown(report);
      case Revisions.HTML -> ReportPages.html(report);
      default -> throw new IllegalArgumentException("not a file of a report: " + name);
    };
  }
}
