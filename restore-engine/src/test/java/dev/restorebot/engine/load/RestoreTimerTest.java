package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.task.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTimerTest {
  private static final double CLOSE = 0.2;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final List<Progress> seen = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "docker-2, docker-1",
    "docker-1, docker-2",
    "embedded-2, embedded-1",
    "embedded-1, embedded-2"
  })
  void isRightWithin20PercentFromAThirdOnWhenAnEarlierRestoreIsKnown(String name, String earlier) {
    RecordedRestore run = RecordedRestore.read(name);
    List<Long> known = RecordedRestore.read(earlier).replay(List.of()).timeline();

    List<RecordedRestore.Estimate> late =
        run.replay(known).estimates().stream().filter(e -> e.at() > run.end() / 3).toList();

    assertThat(late).hasSizeGreaterThan(20);
    assertThat(late)
        .allSatisfy(
            estimate -> {
              assertThat(run.error(estimate)).isBetween(-CLOSE, CLOSE);
              assertThat(estimate.progress().fraction() - (double) estimate.at() / run.end())
                  .isBetween(-CLOSE, CLOSE);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-1", "docker-2", "embedded-1", "embedded-2"})
  void withoutOneTheProgressIsRightWithin20PercentAndTheTimeWithinAThird(String name) {
    RecordedRestore run = RecordedRestore.read(name);

    assertThat(run.replay(List.of()).estimates().stream().filter(e -> e.at() > run.end() / 3))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            estimate -> {
              assertThat(run.error(estimate)).isBetween(-1.0 / 3, CLOSE);
              assertThat(estimate.progress().fraction() - (double) estimate.at() / run.end())
                  .isBetween(-CLOSE, CLOSE);
            });
  }

  @Test
  void withoutAnEarlierRestoreTheEstimateOfTheWorkIsPassedOn() {
    Progress told = new Progress(0.4, "rows", Optional.of(Duration.ofSeconds(7)));
    new RestoreTimer(List.of(), now::get, seen::add).progress(told);
    assertThat(seen).containsExactly(told);
  }

  @Test
  void aTimelineHasTheTimeOfEachPercentAndOfTheEnd() {
    RestoreTimer timer = new RestoreTimer(List.of(), now::get, seen::add);
    at(1, timer, 0.5);
    at(3, timer, 0.2);
    at(9, timer, 0.98);
    now.set(Instant.ofEpochSecond(10));

    List<Long> timeline = timer.timeline();
    assertThat(timeline).hasSize(100).isSorted();
    assertThat(timeline.get(49)).isEqualTo(1_000);
    assertThat(timeline.get(50)).isEqualTo(9_000);
    assertThat(timeline.get(99)).isEqualTo(10_000);
  }

  @Test
  void aRestoreThatTakesTwiceAsLongIsExpectedToGoOnLikeThat() {
    List<Long> even = IntStream.rangeClosed(1, 100).mapToObj(i -> i * 1_000L).toList();
    RestoreTimer timer = new RestoreTimer(even, now::get, seen::add);
    at(100, timer, 0.5);
    assertThat(left()).isBetween(Duration.ofSeconds(85), Duration.ofSeconds(100));
  }

  @Test
  void aLongStepInWhichNothingIsHeardTakesAsLongAsTheLastTime() {
    // the last percent took half of the time
    List<Long> late =
        IntStream.rangeClosed(1, 100).mapToObj(i -> i < 100 ? i * 100L : 20_000L).toList();
    RestoreTimer timer = new RestoreTimer(late, now::get, seen::add);
    at(10, timer, 0.99);
    assertThat(left()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
    at(15, timer, 0.99);
    assertThat(left()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    assertThat(seen.get(1).fraction()).isBetween(0.7, 0.8);
    at(40, timer, 0.99);
    assertThat(left()).as("it is over when it is over").isEqualTo(Duration.ZERO);
  }

  private void at(long second, RestoreTimer timer, double work) {
    now.set(Instant.ofEpochSecond(second));
    timer.progress(Progress.of(work, ""));
  }

  private Duration left() {
    return seen.get(seen.size() - 1).eta().orElseThrow();
  }
}
