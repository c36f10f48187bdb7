package dev.restorebot.engine.approval;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Phrases that several messages share. */
final class Phrases {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Phrases() {}

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  static String missing(ApprovalRequest request) {
    int missing = request.missing();
    if (missing == 0) {
      return "It has all the required approvals.";
    }
    return missing
        + (missing == 1 ? " more lead must approve by " : " more leads must approve by ")
        + time(request.approveBy())
        + ".";
  }

  static String approvers(ApprovalRequest request) {
    return request.votes().stream()
        .map(vote -> request.shown(vote.by()))
        .collect(Collectors.joining(" and "));
  }
}
