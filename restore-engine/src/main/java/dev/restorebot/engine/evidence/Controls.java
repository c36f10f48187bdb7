package dev.restorebot.engine.evidence;

import dev.restorebot.engine.verify.Outcome;
import java.util.ArrayList;
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

  /** Returns what the report is evidence for: only what happened, so none for a withdrawn one. */
  static List<Control> of(Subject subject) {
    return subject.kind().equals("disaster-restore") ? restore(subject) : test(subject);
  }

  private static List<Control> restore(Subject subject) {
    List<Control> controls = new ArrayList<>();
    if (checked(subject)) {
      controls.add(SOC_RECOVERY);
      controls.add(DORA_RECOVERY);
    }
    if (subject.carriedOut()) {
      controls.add(DORA_RESPONSE);
    }
    return controls;
  }

  private static List<Control> test(Subject subject) {
    if (subject.outcome() == Outcome.PASSED) {
      return List.of(ISO, SOC_BACKUP, SOC_RECOVERY, DORA_BACKUP);
    }
    return subject.outcome() == Outcome.FAILED || checked(subject)
        ? List.of(ISO, SOC_RECOVERY, DORA_BACKUP)
        : List.of();
  }

  private static boolean checked(Subject subject) {
    return !ChecksMade.of(subject).checked().isEmpty();
  }
}
