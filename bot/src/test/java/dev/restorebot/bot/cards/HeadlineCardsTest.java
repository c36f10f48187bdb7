package dev.restorebot.bot.cards;

import static dev.restorebot.bot.testing.Facts.BACKUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Fact;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.Facts;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeadlineCardsTest {
  @ParameterizedTest
  @EnumSource
  void everyStateNamesTheBackupTheJobAndWhoAsked(JobState state) {
    Card card = card(Facts.in("k3m9x2", state));

    assertThat(card.title()).contains(BACKUP);
    assertThat(card.fields()).contains(new Fact("Job", "k3m9x2"), new Fact("Requested by", "Asha"));
    assertThat(card.buttons()).allMatch(button -> button.label().length() <= 40);
    boolean mayBeCancelled = state == JobState.QUEUED || state.running();
    assertThat(actions(card).contains(Action.CANCEL)).isEqualTo(mayBeCancelled);
    assertThat(actions(card).contains(Action.CLEANUP)).isEqualTo(state == JobState.READY);
    assertThat(card.tone() == Tone.RUNNING).isEqualTo(state.running());
    assertThat(card.tone()).isNotEqualTo(Tone.GOOD);
  }

  @Test
  void queued() {
    assertThat(HeadlineCards.of(Facts.queued("k3m9x2"), Optional.empty(), 0).lines())
        .containsExactly("Next in the queue.");
    assertThat(HeadlineCards.of(Facts.queued("k3m9x2"), Optional.empty(), 3).lines())
        .containsExactly("3 jobs ahead in the queue.");
  }

  @Test
  void runningSaysHowFarItIsWhenThatIsKnown() {
    Job job = Facts.in("k3m9x2", JobState.RESTORING);
    Progress progress =
        new Progress(0.4267, "index users_pkey", Optional.of(Duration.ofMillis(90)));
    Card card = HeadlineCards.of(job, Optional.of(progress), 0);

    assertThat(card.title()).isEqualTo("Test restore of " + BACKUP + ": restoring");
    assertThat(card.progress()).hasValue(0.4267);
    assertThat(card.steps())
        .containsExactly(
            new Card.Step("reading the backup", Card.Step.Status.DONE),
            new Card.Step("starting the sandbox", Card.Step.Status.DONE),
            new Card.Step("restoring", Card.Step.Status.RUNNING),
            new Card.Step("verifying", Card.Step.Status.WAITING));
    assertThat(card.lines()).containsExactly("index users_pkey (about 1 s left)");
    assertThat(card(job).progress()).isEmpty();
    assertThat(card(job).lines()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void verified(Outcome outcome) {
    Card ready = card(Facts.verified("k3m9x2", JobState.READY, outcome));
    Card gone = card(Facts.verified("k3m9x2", JobState.CLEANED_UP, outcome));

    for (Card card : List.of(ready, gone)) {
      assertThat(card.title()).startsWith(outcome.name().replace('_', ' '));
      assertThat(card.tone())
          .isEqualTo(
              switch (outcome) {
                case PASSED -> Tone.GOOD;
                case FAILED -> Tone.BAD;
                case COULD_NOT_VERIFY -> Tone.UNSURE;
              });
      assertThat(actions(card)).contains(Action.TEST);
      assertThat(card.fields()).contains(new Fact("Took", "8.1 s"));
      boolean counted = outcome != Outcome.COULD_NOT_VERIFY;
      assertThat(card.fields().contains(new Fact("Rows", "1,926"))).isEqualTo(counted);
      assertThat(card.fields().contains(new Fact("Tables", "0"))).isFalse();
    }
    assertThat(ready.fields()).contains(new Fact("Sandbox kept until", "2026-11-24 03:04 UTC"));
    assertThat(gone.fields()).contains(new Fact("Sandbox", "removed"));
    assertThat(ready.buttons().get(0).confirm())
        .hasValueSatisfying(q -> assertThat(q).endsWith("?"));
  }

  @Test
  void adviceIsNotWhatTheHeadlineIsAbout() {
    assertThat(card(Facts.verified("k3m9x2", JobState.READY, Outcome.PASSED)).lines()).isEmpty();
    assertThat(card(Facts.verified("k3m9x2", JobState.READY, Outcome.FAILED)).lines())
        .containsExactly("users is empty.");
  }

  @Test
  void endedWithAReason() {
    Problem why = new Problem(ProblemCode.BACKUP_TRUNCATED, "It is cut off.", "Fetch it again.");
    Card card = card(Facts.because("k3m9x2", JobState.FAILED, Outcome.FAILED, why));

    assertThat(card.title()).isEqualTo("FAILED: " + BACKUP + " cannot be restored");
    assertThat(card.tone()).isEqualTo(Tone.BAD);
    assertThat(card.lines()).containsExactly("It is cut off.", "What to do: Fetch it again.");
    assertThat(actions(card)).containsExactly(Action.TEST);
  }

  @Test
  void aBackupThatWasNotReadIsNotCalledBroken() {
    Problem missing = new Problem(ProblemCode.BACKUP_MISSING, "There is none.", "Check.");
    Problem key = new Problem(ProblemCode.KEY_MISSING, "No key is set.", "Set it.");
    JobState unknown = JobState.COULD_NOT_VERIFY;
    assertThat(card(Facts.because("a", unknown, Outcome.COULD_NOT_VERIFY, missing)).title())
        .isEqualTo("COULD NOT VERIFY " + BACKUP + ": there is no such backup.");
    assertThat(card(Facts.because("a", unknown, Outcome.COULD_NOT_VERIFY, key)).title())
        .isEqualTo("COULD NOT VERIFY " + BACKUP + ": it was not tested. The backup may be fine.");
  }

  @Test
  void whatIsNotKnownNeverLooksGoodOrBad() {
    assertThat(card(Facts.in("k3m9x2", JobState.COULD_NOT_VERIFY)).tone()).isEqualTo(Tone.UNSURE);
    assertThat(card(Facts.in("k3m9x2", JobState.CANCELLED)).tone()).isEqualTo(Tone.INFO);
    assertThat(card(Facts.in("k3m9x2", JobState.CANCELLED)).title())
        .isEqualTo("CANCELLED: test restore of " + BACKUP);
  }

  @Test
  void askedFor() {
    assertThat(HeadlineCards.asked(BACKUP, "Asha").lines()).containsExactly("Requested by Asha.");
  }

  private static Card card(Job job) {
    return HeadlineCards.of(job, Optional.empty(), 0);
  }

  private static List<Action> actions(Card card) {
    return card.buttons().stream().map(Button::action).toList();
  }
}
