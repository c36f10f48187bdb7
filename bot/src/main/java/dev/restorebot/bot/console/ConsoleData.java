package dev.restorebot.bot.console;

import dev.restorebot.bot.message.Card;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads what the page shows beside messages. Called for every request, by several threads. */
@FunctionalInterface
public interface ConsoleData {
  /** The status board above the messages, if there is one. */
  Optional<Card> board();

  /** The newest tests and the next drills of all databases. */
  default History history() {
    return new History(List.of(), List.of());
  }

  /** The backups whose name holds a text in any letter case, newest first. */
  default List<BackupLine> backups(String text) {
    return List.of();
  }

  /** The ids that have a report. */
  default List<String> reports() throws IOException {
    return List.of();
  }

  /**
   * A file of the newest revision of a report.
   *
   * @param file its name, such as {@code report.html}
   */
  default Optional<byte[]> report(String id, String file) throws IOException {
    return Optional.empty();
  }

  /** The history of all databases. */
  record History(List<Run> runs, List<NextDrill> drills) {
    public History {
      runs = List.copyOf(runs);
      drills = List.copyOf(drills);
    }
  }

  /**
   * A test restore that ended.
   *
   * @param outcome {@code PASSED}, {@code FAILED} or {@code COULD_NOT_VERIFY}
   * @param at milliseconds since 1970
   * @param millis how long it took; empty when nothing was restored
   * @param bytes the backup's size; empty when it was not read
   */
  record Run(
      String job,
      String backup,
      String database,
      String outcome,
      long at,
      Optional<Long> millis,
      Optional<Long> bytes) {}

  /** A drill to come; {@code at} is in milliseconds since 1970. */
  record NextDrill(String database, long at) {}

  /** A backup in words. */
  record BackupLine(String name, String age, String size, String tested) {}
}
