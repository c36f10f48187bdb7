package dev.restorebot.engine.evidence;

import java.util.List;

/**
 * The result of a check of evidence.
 *
 * @param about what the evidence says it is, a line for each revision
 * @param problems what is wrong and where; empty when all of it is as it was signed
 * @param notes what was not checked
 */
public record EvidenceVerdict(List<String> about, List<String> problems, List<String> notes) {
  public EvidenceVerdict {
    about = List.copyOf(about);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /** Returns whether all that was checked is as it was signed. */
  public boolean whole() {
    return problems.isEmpty();
  }
}
