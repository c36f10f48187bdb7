package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.approval.ManualClock;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupSource;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.drill.PlayedTests;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NewBackupsTest {
  private static final Instant NIGHT = Instant.parse("2026-11-25T02:30:00Z");

  private final ManualClock clock = new ManualClock(NIGHT.plus(Duration.ofMinutes(1)));
  private final PlayedTests tests = new PlayedTests(clock);
  private final List<Backup> files = new ArrayList<>();
  private final NewBackups fresh =
      new NewBackups(
          new BackupCatalog(List.of(new PlayedTests.Folder(files), new Away()), Duration.ofDays(1)),
          tests,
          () -> "slack\nC1\nthread",
          Duration.ofHours(24),
          NewBackups.SETTLED,
          clock);

  private record Away() implements BackupSource {
    @Override
    public String name() {
      return "away";
    }

    @Override
    public List<Backup> list() throws ProblemException {
      throw new Problem(ProblemCode.CONNECTION_LOST, "It is away.", "Wait.").exception();
    }
  }

  private static Backup backup(String name, Instant taken, long bytes) {
    return new Backup(
        name, Path.of("/b", name), bytes, taken, Optional.empty(), Optional.empty(), false);
  }

  private List<String> lookAfter(Duration time) {
    clock.forward(time);
    return fresh.look().stream().map(Job::backup).toList();
  }

  @Test
  void testsANewBackupOnceItIsWritten() {
    files.add(backup("a.dump", NIGHT, 10));
    assertThat(lookAfter(Duration.ZERO)).isEmpty();
    files.set(0, backup("a.dump", NIGHT, 20));
    assertThat(lookAfter(Duration.ofMinutes(5))).as("it grew").isEmpty();
    assertThat(lookAfter(Duration.ofMinutes(4))).as("it may be at rest only").isEmpty();

    assertThat(lookAfter(Duration.ofMinutes(1))).containsExactly("a.dump");
    assertThat(lookAfter(Duration.ofMinutes(5))).as("it is being tested").isEmpty();

    Job job = tests.recent().get(0);
    assertThat(job.requestedBy()).isEqualTo(Actor.BOT);
    assertThat(job.origin()).isEqualTo("slack\nC1\nthread");
  }

  @Test
  void leavesOldOnesAlone() {
    files.add(backup("old.dump", NIGHT.minus(Duration.ofHours(24)), 10));

    assertThat(lookAfter(Duration.ZERO)).isEmpty();
    assertThat(lookAfter(Duration.ofMinutes(5))).isEmpty();
  }

  @Test
  void oldestFirstWhenThereAreSeveral() {
    files.add(backup("b.dump", NIGHT.plusSeconds(9), 10));
    files.add(backup("a.dump", NIGHT, 10));
    assertThat(lookAfter(Duration.ZERO)).isEmpty();

    assertThat(lookAfter(Duration.ofMinutes(5))).containsExactly("a.dump", "b.dump");
  }

  @Test
  void whatSomebodyTestedInAnyPlaceIsNotTestedAgain() {
    Backup copy = backup("remote:/a.dump", NIGHT, 10);
    Backup original = backup("a.dump", NIGHT, 10);
    files.add(
        new Backup(
            original.name(),
            original.file(),
            10,
            NIGHT,
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(copy)));
    var unused =
        tests.submit(copy, Optional.empty(), new Actor("slack:U1", "Asha"), "", Optional.empty());

    assertThat(lookAfter(Duration.ZERO)).isEmpty();
    assertThat(lookAfter(Duration.ofMinutes(5))).isEmpty();
  }

  @Test
  void aGenerationThatIsOverwrittenIsNew() {
    var unused =
        tests.submit(
            backup("weekly.dump", NIGHT, 10),
            Optional.empty(),
            new Actor("slack:U1", "A"),
            "",
            Optional.empty());
    clock.forward(Duration.ofDays(7));
    files.add(backup("weekly.dump", clock.instant().minusSeconds(60), 11));

    assertThat(lookAfter(Duration.ZERO)).isEmpty();
    assertThat(lookAfter(Duration.ofMinutes(5))).containsExactly("weekly.dump");
  }

  @Test
  void triesAgainWhenNothingWasLearntButNotForEver() {
    files.add(backup("a.dump", NIGHT, 10));
    assertThat(lookAfter(Duration.ZERO)).isEmpty();
    for (int attempt = 1; attempt <= NewBackups.TRIES; attempt++) {
      assertThat(lookAfter(NewBackups.AGAIN_AFTER)).containsExactly("a.dump");
      tests.end("job" + (attempt - 1), JobState.COULD_NOT_VERIFY, Optional.empty());
      assertThat(lookAfter(Duration.ofMinutes(5))).as("not at once").isEmpty();
    }
    assertThat(lookAfter(NewBackups.AGAIN_AFTER)).isEmpty();
  }

  @Test
  void aBackupThatFailedIsNotTestedAgain() {
    files.add(backup("a.dump", NIGHT, 10));
    assertThat(lookAfter(Duration.ZERO)).isEmpty();
    assertThat(lookAfter(Duration.ofMinutes(5))).hasSize(1);
    tests.end("job0", JobState.CLEANED_UP, Optional.of(Outcome.FAILED));

    assertThat(lookAfter(NewBackups.AGAIN_AFTER)).isEmpty();
  }
}
