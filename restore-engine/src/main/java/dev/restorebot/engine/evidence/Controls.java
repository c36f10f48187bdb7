package dev.restorebot.engine.evidence;

import java.util.List;

/**
 * Names the requirement that each part of a report serves as evidence for. Whether a requirement is
 * met is for an auditor to say; a report never claims it.
 */
final class Controls {
  /** A requirement and what here serves as evidence for it. */
  record Control(String requirement, String serves) {}

  private static final Control ISO =
      new Control(
          "ISO/IEC 27001:2022, Annex A 8.13 Information backup",
          "serves as evidence that this backup was tested by restoring it: backup and SHA-256,"
              + " checks, outcome, time");
  private static final Control SOC_RECOVERY =
      new Control(
          "SOC 2 (Trust Services Criteria) A1.3",
          "serves as evidence that recovery was tested: steps, timings, outcome, who ran it");
  private static final Control SOC_BACKUP =
      new Control(
          "SOC 2 (Trust Services Criteria) A1.2",
          "serves as evidence that backup data could be read and restored: SHA-256, checks");
  private static final Control DORA_BACKUP =
      new Control(
          "DORA (Regulation (EU) 2022/2554) Art. 12",
          "serves as evidence for the testing of backup and of restoration and recovery procedures,"
              + " on systems apart from production");
  private static final Control DORA_RECOVERY =
      new Control(
          "DORA (Regulation (EU) 2022/2554) Art. 12",
          "serves as evidence of how a restoration was carried out and checked: plan, approvals,"
              + " steps, checks");
  private static final Control DORA_RESPONSE =
      new Control(
          "DORA (Regulation (EU) 2022/2554) Art. 11",
          "serves as evidence that a response and recovery plan was put to use, and of what was"
              + " done when");

  private Controls() {}

  static List<Control> of(String kind) {
    return kind.equals("disaster-restore")
        ? List.of(SOC_RECOVERY, DORA_RECOVERY, DORA_RESPONSE)
        : List.of(ISO, SOC_BACKUP, SOC_RECOVERY, DORA_BACKUP);
  }
}
