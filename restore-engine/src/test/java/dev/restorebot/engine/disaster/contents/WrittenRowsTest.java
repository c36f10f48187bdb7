package dev.restorebot.engine.disaster.contents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WrittenRowsTest {
  private static final Instant SWAP = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant NOW = SWAP.plusSeconds(3600);

  private static RowCounters at(Instant at, RowChanges... tables) {
    return new RowCounters(at, List.of(tables));
  }

  @Test
  void countsOnlyWhatWasWrittenSinceTheSwap() {
    WrittenRows written =
        WrittenRows.between(
            at(SWAP, new RowChanges("public.a", 1000, 0, 0), new RowChanges("public.b", 7, 0, 0)),
            at(
                NOW,
                new RowChanges("public.a", 1002, 1, 0),
                new RowChanges("public.b", 7, 0, 0),
                new RowChanges("public.c", 0, 0, 1)));

    assertThat(written.since()).isEqualTo(SWAP);
    assertThat(written.lines())
        .containsExactly(
            "2 rows inserted, 1 updated, 1 deleted in 2 tables:",
            "- public.a: 2 rows inserted, 1 updated",
            "- public.c: 1 row deleted");
  }

  @Test
  void saysAtLeastWhenTheServerLostItsCounters() {
    WrittenRows written =
        WrittenRows.between(
            at(SWAP, new RowChanges("public.a", 1000, 0, 0)),
            at(NOW, new RowChanges("public.a", 3, 0, 0)));

    assertThat(written.lines().get(0))
        .isEqualTo(
            "At least 3 rows inserted in 1 table; the server's counters began again in between:");
  }

  @Test
  void showsFiveTablesAndHowManyMore() {
    RowChanges[] tables =
        IntStream.rangeClosed(1, 7)
            .mapToObj(i -> new RowChanges("public.t" + i, i, 0, 0))
            .toArray(RowChanges[]::new);
    WrittenRows written = WrittenRows.between(at(SWAP), at(NOW, tables));

    assertThat(written.lines())
        .hasSize(7)
        .startsWith("28 rows inserted in 7 tables:", "- public.t7: 7 rows inserted")
        .endsWith("- 2 more tables");
  }

  @Test
  void doesNotSayThatNothingWasWrittenWhenThatIsNotKnown() {
    assertThat(WrittenRows.unknown(SWAP, NOW, "No container.").lines())
        .containsExactly("How many rows is not known: No container.");
    assertThat(WrittenRows.between(at(SWAP), at(NOW)).lines())
        .containsExactly("No row was written.");
  }
}
