package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.time.temporal.ChronoUnit;

/** Explains that another database of a server has the name than the one that was left with it. */
final class LostDatabase {
  private LostDatabase() {}

  /** Says what has its name instead. */
  static String words(Disaster disaster, LostSwap lost) {
    if (lost.volume().isEmpty()) {
      return "there has been no database " + disaster.plan().target().database();
    }
    return "another database than the "
        + (disaster.state() == DisasterState.DONE ? "restored" : "old")
        + " one has been called "
        + disaster.plan().target().database();
  }

  static Problem problem(Disaster disaster, LostSwap lost) {
    DisasterPlan plan = disaster.plan();
    String database = plan.target().database();
    String now =
        lost.volume().isEmpty()
            ? "There is no database " + database + " on " + lost.service()
            : "The database "
                + database
                + " on "
                + lost.service()
                + " is "
                + (lost.volume().equals(plan.target().volume().name())
                    ? "the old one"
                    : lost.volume().equals(plan.newVolume()) ? "the restored one" : "another one");
    return new Problem(
        ProblemCode.SWAP_FAILED,
        now
            + " since "
            + lost.since().truncatedTo(ChronoUnit.SECONDS)
            + ", not the one "
            + switch (disaster.state()) {
              case DONE -> "that the disaster restore " + disaster.id() + " swapped in";
              case FAILED -> "that the failed rollback of " + disaster.id() + " left in use";
              default -> "that the rollback of " + disaster.id() + " brought back";
            }
            + ". Somebody renamed, dropped or replaced it. What is written now goes to the wrong"
            + " place.",
        "Find the right one (SELECT oid, datname FROM pg_database) and rename it to "
            + database
            + ": ALTER DATABASE \"…\" RENAME TO \""
            + database
            + "\"");
  }
}
