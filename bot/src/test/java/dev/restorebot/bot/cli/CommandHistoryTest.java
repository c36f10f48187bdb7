package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandHistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @TempDir Path state;

  @Test
  void aCommandSeesTheTestsOfTheCommandsBeforeIt() {
    try (JobStore first = CommandHistory.open(state)) {
      move(move(judged(first, "k3m9x2"), first, JobState.READY), first, JobState.CLEANED_UP);
    }
    try (JobStore second = CommandHistory.open(state)) {
      assertThat(second.open()).isEmpty();
      assertThat(second.recent(10).toList()).extracting(Job::id).containsExactly("k3m9x2");
      assertThat(second.recent(10).toList().get(0).report()).contains("{}");
    }
  }

  @Test
  void aTestWithoutAnEndIsNotRemembered() {
    try (JobStore first = CommandHistory.open(state)) {
      Job unused = judged(first, "k3m9x2");
    }
    try (JobStore second = CommandHistory.open(state)) {
      assertThat(second.recent(10).toList()).isEmpty();
    }
  }

  @Test
  void theHistoryIsOpenedWhileTheSandboxStarts() {
    try (JobStore store = CommandHistory.open(state)) {
      Job queued = queued(store, "k3m9x2");
      Job preparing = move(queued, store, JobState.PREPARING);
      assertThat(state.resolve(CommandHistory.FILE)).doesNotExist();
      Job unused = move(preparing, store, JobState.STARTING_SANDBOX);
      Eventually.get(
          "the file", () -> Files.exists(state.resolve(CommandHistory.FILE)), there -> there);
    }
  }

  @Test
  void aHistoryThatCannotBeUsedStopsNoTest() throws Exception {
    Files.writeString(state.resolve(CommandHistory.FILE), "no database ".repeat(100));
    try (JobStore store = CommandHistory.open(state)) {
      assertThat(store.recent(10).toList()).isEmpty();
      move(judged(store, "k3m9x2"), store, JobState.READY);
      assertThat(store.recent(10).toList()).hasSize(1);
    }
  }

  @Test
  void withoutAStateFolderNothingIsKept() {
    Path none = state.resolve("none");
    try (JobStore store = CommandHistory.open(none)) {
      move(judged(store, "k3m9x2"), store, JobState.READY);
    }
    assertThat(none).doesNotExist();
  }

  private static Job queued(JobStore store, String id) {
    return store.insert(
        Job.queued(id, "a.dump", "/a.dump", Actor.BOT, "cli", NOW),
        new JobEvent(id, NOW, "QUEUED", Actor.BOT, ""));
  }

  private static Job judged(JobStore store, String id) {
    Job running = queued(store, id);
    for (JobState state :
        new JobState[] {
          JobState.PREPARING, JobState.STARTING_SANDBOX, JobState.RESTORING, JobState.VERIFYING
        }) {
      running = move(running, store, state);
    }
    return running.withOutcome(Outcome.PASSED, Optional.empty(), Optional.of("{}"));
  }

  private static Job move(Job job, JobStore store, JobState to) {
    return store
        .update(job.become(to, NOW), new JobEvent(job.id(), NOW, to.name(), Actor.BOT, ""))
        .orElseThrow();
  }
}
