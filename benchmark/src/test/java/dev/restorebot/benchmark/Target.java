package dev.restorebot.benchmark;

import java.util.List;

/**
 * A ratio to reach: the time of a way over that of another in the same round.
 *
 * @param most the greatest ratio that reaches it
 */
record Target(String name, String against, double most) {
  private static final String SMALL = "small .dump";
  private static final String DUMP = "large .dump";
  private static final String SQL = "large .sql.gz";
  private static final String ENCRYPTED = "large encrypted";

  static final List<Target> ALL =
      List.of(
          byHand(SMALL, Ways.COMMAND_LINE, 0.45),
          byHand(DUMP, Ways.COMMAND_LINE, 0.62),
          byHand(SQL, Ways.COMMAND_LINE, 0.70),
          byHand(SQL, Ways.PSQL, 0.80),
          byHand(SMALL, Ways.RUNNING_BOT, 0.33),
          byHand(SMALL, Ways.WARM, 0.15),
          byHand(DUMP, Ways.RUNNING_BOT, 0.55),
          target(DUMP, Ways.RUNNING_BOT, DUMP, Ways.FLOOR, 1.10),
          target(ENCRYPTED, Ways.RUNNING_BOT, DUMP, Ways.RUNNING_BOT, 1.10),
          target(SMALL, Ways.LOCAL, SMALL, Ways.RUNNING_BOT, 1.10),
          target(SMALL, Ways.EMBEDDED, SMALL, Ways.RUNNING_BOT, 1.10),
          target(DUMP, Ways.LOCAL, DUMP, Ways.RUNNING_BOT, 1.10),
          target(DUMP, Ways.EMBEDDED, DUMP, Ways.RUNNING_BOT, 1.10));

  private static Target byHand(String backup, String way, double most) {
    return target(backup, way, backup, Ways.BY_HAND, most);
  }

  private static Target target(
      String backup, String way, String otherBackup, String otherWay, double most) {
    return new Target(Entry.name(backup, way), Entry.name(otherBackup, otherWay), most);
  }
}
