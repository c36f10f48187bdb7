package dev.restorebot.engine.approval;

import dev.restorebot.engine.text.UtcTime;
import java.util.stream.Collectors;

/** Phrases that several messages share. */
final class Phrases {
  private Phrases() {}

  static String missing(ApprovalRequest request) {
    int missing = request.missing();
    if (missing == 0) {
      return "It has all the required approvals.";
    }
    return missing
        + (missing == 1 ? " more lead must approve by " : " more leads must approve by ")
        + UtcTime.text(request.approveBy())
        + ".";
  }

  static String approvers(ApprovalRequest request) {
    return request.votes().stream()
        .map(vote -> request.shown(vote.by()))
        .collect(Collectors.joining(" and "));
  }
}
