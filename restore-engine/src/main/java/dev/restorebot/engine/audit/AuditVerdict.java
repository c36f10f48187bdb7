package dev.restorebot.engine.audit;

import java.util.List;

/**
 * The result of a check of the log.
 *
 * @param head where the log ends, to be kept elsewhere
 * @param problems what is wrong, in words; empty when the log is whole
 */
public record AuditVerdict(long entries, AuditHead head, List<String> problems) {
  public AuditVerdict {
    problems = List.copyOf(problems);
  }

  /** Returns whether every entry is there, unchanged and in order. */
  public boolean whole() {
    return problems.isEmpty();
  }

  /** One line for people. */
  public String words() {
    return whole()
        ? "The audit log is intact: " + entries + " entries, the last is " + head.hash() + "."
        : "The audit log was tampered with or damaged: " + String.join("; ", problems) + ".";
  }
}
