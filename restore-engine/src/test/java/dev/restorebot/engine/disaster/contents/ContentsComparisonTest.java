package dev.restorebot.engine.disaster.contents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentsComparisonTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static TableContents table(String name, long rows, boolean exact) {
    return new TableContents("public." + name, rows, exact, Optional.empty());
  }

  private static DatabaseContents contents(String alembic, TableContents... tables) {
    return new DatabaseContents(NOON, List.of(tables), List.of("alembic " + alembic));
  }

  private static ContentsComparison compared(DatabaseContents old, DatabaseContents now) {
    return new ContentsComparison(Optional.of(old), now, Optional.empty());
  }

  @Test
  void showsTheLargestLossFirstAndWhatOnlyOneSideHas() {
    ContentsComparison found =
        compared(
            contents("b", table("a", 5, true), table("big", 900, true), table("gone", 0, true)),
            contents("a", table("a", 6, true), table("big", 100, true), table("extra", 0, true)));

    assertThat(ContentsText.largest(found, 2))
        .containsExactly(
            "The restored database has 800 fewer rows than production; has 1 more row in other"
                + " tables; lacks 1 table of production; has 1 table that production does not"
                + " have.",
            "Migrations differ: production has alembic b, the restored database has alembic a.",
            "- public.big: production 900 rows; restored 100 rows",
            "- public.a: production 5 rows; restored 6 rows",
            "- 2 more tables");
    assertThat(ContentsText.whole(found))
        .contains("- public.gone: production 0 rows; restored no such table");
  }

  @Test
  void saysAboutWhereARowCountIsAnEstimate() {
    ContentsComparison found =
        compared(contents("a", table("a", 9, false)), contents("a", table("a", 4, true)));

    assertThat(found.summary())
        .isEqualTo("The restored database has about 5 fewer rows than production.");
    assertThat(ContentsText.largest(found, 5))
        .contains("- public.a: production about 9 rows; restored 4 rows");
  }

  @Test
  void seesOlderTimesWhereTheRowsAreAsMany() {
    ContentsComparison found =
        compared(
            contents(
                "a", new TableContents("public.a", 1, true, Optional.of("2026-11-24 11:00:00"))),
            contents(
                "a", new TableContents("public.a", 1, true, Optional.of("2026-11-23 11:00:00"))));

    assertThat(ContentsText.largest(found, 5))
        .containsExactly(
            "The restored database has as many rows, but other newest times.",
            "- public.a: production 1 row, newest 2026-11-24 11:00:00 UTC; restored 1 row, newest"
                + " 2026-11-23 11:00:00 UTC");
  }

  @Test
  void showsOnlyTheRestoredSideWhenProductionIsDead() {
    ContentsComparison found =
        new ContentsComparison(
            Optional.empty(), contents("a", table("a", 2, true)), Optional.of("No container."));

    assertThat(ContentsText.whole(found))
        .containsExactly(
            "Production's database could not be asked: No container. The restored one has 1 table"
                + " with 2 rows.",
            "- public.a: 2 rows");
  }
}
