package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.contents.ContentsComparison;
import dev.restorebot.engine.disaster.contents.ContentsText;
import dev.restorebot.engine.disaster.contents.TableContents;
import java.util.List;
import java.util.Optional;

/** Shows how the restored database differs from production's. */
final class ComparisonCards {
  private static final int SHOWN = 5;

  private ComparisonCards() {}

  /** Adds the summary and the largest differences, if the databases were compared. */
  static void add(Card.Builder card, Disaster disaster) {
    disaster.observations().comparison().ifPresent(found -> add(card, found));
  }

  /** Adds the summary alone. */
  static void addSummary(Card.Builder card, Disaster disaster) {
    disaster
        .observations()
        .comparison()
        .ifPresent(
            found ->
                card.line(
                    "Before the swap ("
                        + Humane.time(found.restored().at())
                        + "): "
                        + found.summary()
                        + " The report has every table."));
  }

  private static void add(Card.Builder card, ContentsComparison found) {
    card.line(found.summary());
    found.migrations().ifPresent(card::line);
    List<ContentsComparison.Difference> differences = found.differences();
    if (!differences.isEmpty()) {
      card.table(
          new TableView(
              differences.size() <= SHOWN
                  ? "Differences from production"
                  : "The largest " + SHOWN + " of " + differences.size() + " differences",
              List.of("Table", "Production", "Restored", "Newest there", "Newest restored"),
              differences.stream().limit(SHOWN).map(ComparisonCards::row).toList()));
    }
  }

  private static List<String> row(ContentsComparison.Difference each) {
    return List.of(
        each.name(),
        ContentsText.rows(each.production()),
        ContentsText.rows(each.restored()),
        newest(each.production()),
        newest(each.restored()));
  }

  private static String newest(Optional<TableContents> table) {
    return table.flatMap(TableContents::newest).map(at -> at + " UTC").orElse("–");
  }
}
