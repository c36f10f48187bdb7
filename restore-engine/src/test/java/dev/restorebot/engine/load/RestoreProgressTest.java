package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.task.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final List<Progress> seen = new ArrayList<>();
  private final List<TocEntry> toc =
      List.of(
          Entries.data(1, "users", 1_000_000),
          Entries.data(2, "assignments", 3_000_000),
          Entries.entry(
              3,
              "INDEX",
              "ix",
              "CREATE INDEX ix ON public.assignments USING btree (id);",
              OptionalLong.empty(),
              OptionalLong.empty()));
  private final RestoreProgress progress = new RestoreProgress(toc, now::get, seen::add);

  private Progress newest() {
    return seen.get(seen.size() - 1);
  }

  @Test
  void dataWeighByTheirSizeAndIndexesByTheirTable() {
    progress.started(1);
    progress.finished(1);
    // 1,000,000 of 1,000,000 + 3,000,000 + 0.4 of 3,000,000
    assertThat(newest().fraction()).isBetween(0.19, 0.20);
    progress.finished(2);
    assertThat(newest().fraction()).isBetween(0.76, 0.78);
    progress.finished(3);
    assertThat(newest().fraction()).isEqualTo(1.0);
    assertThat(newest().activity()).isEqualTo("3 of 3 objects");
  }

  @Test
  void whatIsUnderWayCountsAndNeverGoesBack() {
    progress.started(2);
    progress.partial(2, 0.5);
    double half = newest().fraction();
    progress.partial(2, 0.3);
    assertThat(newest().fraction()).isEqualTo(half).isBetween(0.28, 0.30);
    progress.partial(2, 7);
    assertThat(newest().fraction()).as("never done before it is done").isLessThan(0.60);
    assertThat(newest().activity()).contains("TABLE DATA public.assignments");
  }

  @Test
  void theTimeLeftIsToldOnceEnoughIsKnown() {
    progress.started(1);
    assertThat(newest().eta()).isEmpty();
    now.set(Instant.EPOCH.plusSeconds(10));
    progress.finished(1);
    assertThat(newest().eta())
        .hasValueSatisfying(
            left -> assertThat(left).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(44)));
  }

  @Test
  void aStatementThatRunsTellsWhatIsDone() {
    List<TocEntry> plain =
        List.of(
            Entries.data(1, "users", 1_000_000),
            built(2, "CONSTRAINT", "users users_pkey", ""),
            built(3, "INDEX", "ix", "CREATE INDEX ix ON public.users USING btree (lower(name))"),
            built(4, "FK CONSTRAINT", "users Boss of", ""));
    RestoreProgress of = new RestoreProgress(plain, now::get, seen::add);
    of.startedAlone(1);
    of.runs("ALTER TABLE ONLY public.others\n    ADD CONSTRAINT users_pkey PRIMARY KEY (id)");
    assertThat(of.underWay()).extracting(TocEntry::dumpId).containsExactly(1);
    of.runs("CREATE INDEX ix ON public.users USING btree (lower(name));");
    assertThat(of.underWay()).extracting(TocEntry::dumpId).containsExactly(3);
    assertThat(newest().activity()).isEqualTo("2 of 4 objects, INDEX public.ix");
    of.runs("ALTER TABLE ONLY \"public\".users\n    ADD CONSTRAINT \"Boss of\" FOREIGN KEY (boss)");
    assertThat(of.underWay()).extracting(TocEntry::dumpId).containsExactly(4);
    of.runs("CREATE INDEX ix ON public.users USING btree (lower(name));");
    assertThat(of.underWay()).as("never back").extracting(TocEntry::dumpId).containsExactly(4);
  }

  private static TocEntry built(int id, String kind, String name, String definition) {
    return Entries.entry(id, kind, name, definition, OptionalLong.empty(), OptionalLong.empty());
  }

  @Test
  void strangersAreIgnored() {
    progress.started(99);
    progress.finished(99);
    assertThat(progress.underWay()).isEmpty();
    assertThat(seen).isEmpty();
  }
}
