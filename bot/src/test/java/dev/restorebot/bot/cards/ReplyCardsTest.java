package dev.restorebot.bot.cards;

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
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.load.LoadError;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.SampleTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyCardsTest {
  private static final Job READY = Facts.verified("k3m9x2", JobState.READY, Outcome.PASSED);
  private static final Problem STOPPED =
      new Problem(ProblemCode.INTERRUPTED, "restore-bot was stopped. Removed: c.", "Run it again.");

  @Test
  void whatIsNotRightComesFirst() {
    Card card = ReplyCards.checks(Facts.report(Outcome.FAILED));

    assertThat(card.title()).isEqualTo("Verification: FAILED");
    assertThat(card.tone()).isEqualTo(Tone.BAD);
    assertThat(column(card, 0))
        .containsExactly("key-tables", "rows", "restore-errors", "tables", "alembic");
    assertThat(column(card, 1))
        .containsExactly(
            "✘\u00a0FAILED",
            "?\u00a0could not verify",
            "✔\u00a0passed",
            "✔\u00a0passed",
            "–\u00a0skipped");
    assertThat(card.lines())
        .containsExactly(
            "users is empty.",
            "What to do: Use another generation.",
            "Proves: " + Facts.report(Outcome.FAILED).proof().proves(),
            "Does not prove: Whether production is wrong as well.");
  }

  @Test
  void passedSaysWhatIsProvedAndWhatIsNot() {
    Card card = ReplyCards.checks(Facts.report(Outcome.PASSED));
    assertThat(card.tone()).isEqualTo(Tone.GOOD);
    assertThat(card.lines())
        .anyMatch(line -> line.equals("Proves: " + Facts.report(Outcome.PASSED).proof().proves()))
        .anyMatch(line -> line.startsWith("Does not prove: ") && line.contains("1 skipped check"));
    assertThat(ReplyCards.checks(Facts.report(Outcome.COULD_NOT_VERIFY)).tone())
        .isEqualTo(Tone.UNSURE);
  }

  @Test
  void eachSampleIsATableAndSaysThatItIsMasked() {
    Report plain = Facts.report(Outcome.PASSED);
    Report report =
        new Report(
            plain.outcome(),
            plain.backup(),
            plain.sandbox(),
            plain.timings(),
            plain.tables(),
            plain.checks(),
            plain.problems(),
            Optional.of("deep"),
            Optional.empty(),
            Map.of(),
            List.of(
                new SampleTable(
                    "active users", List.of("id", "email"), List.of(List.of("1", "***")), true),
                new SampleTable("nobody", List.of("id"), List.of(), false)),
            Optional.empty(),
            List.of());

    assertThat(ReplyCards.checks(report).fields()).contains(new Fact("Level", "deep"));
    List<Card> cards = ReplyCards.samples(report);
    assertThat(cards)
        .extracting(Card::title)
        .containsExactly("Sample: active users", "Sample: nobody");
    assertThat(cards.get(0).lines())
        .anyMatch(line -> line.contains("masked"))
        .anyMatch(line -> line.contains("first 1"));
    assertThat(cards.get(0).table().orElseThrow().columns()).containsExactly("id", "email");
    assertThat(cards.get(1).lines()).containsExactly("No rows.");
  }

  @Test
  void theLargestTablesComeFirst() {
    Card card = ReplyCards.tables(Facts.report(Outcome.PASSED)).orElseThrow();
    assertThat(card.table().orElseThrow().rows())
        .containsExactly(List.of("public.users", "1,925"), List.of("public.small", "1"));
    assertThat(ReplyCards.tables(Facts.report(Outcome.COULD_NOT_VERIFY))).isEmpty();
  }

  @Test
  void restored() {
    Card clean = ReplyCards.restored(result(0));
    assertThat(clean.tone()).isEqualTo(Tone.INFO);
    assertThat(clean.lines()).containsExactly("11 errors ignored: no such role.");
    Card bad = ReplyCards.restored(result(1_234));
    assertThat(bad.tone()).isEqualTo(Tone.WARN);
    assertThat(bad.title()).contains("1,234 errors");
    assertThat(bad.lines()).contains("… and 1,229 more.");
  }

  private static LoadResult result(long errors) {
    List<LoadError> kept =
        java.util.stream.LongStream.range(0, Math.min(errors, 7))
            .mapToObj(i -> new LoadError("", "ERROR: number " + i, "", STOPPED))
            .toList();
    return new LoadResult(
        "pg_restore", 0, kept, errors, Map.of("no such role", 11L), 2, Duration.ofSeconds(3));
  }

  @Test
  void howToLookIntoItAndWhenItGoes() {
    Card card = ReplyCards.connect(READY, READY.sandbox().orElseThrow(), true);
    assertThat(card.code()).containsExactly("docker exec -it restore-bot-restore-test-k3m9x2 psql");
    assertThat(card.buttons())
        .containsExactly(Button.of(Action.CONNECT, READY.id(), "Get a read-only login"));
    assertThat(ReplyCards.connect(READY, READY.sandbox().orElseThrow(), false).buttons()).isEmpty();
    assertThat(card.lines().get(2))
        .contains("2026-11-24 03:04 UTC", "press \"Clean up\"", "press \"Keep 24 h longer\"");
    assertThat(ReplyCards.sandbox(READY.sandbox().orElseThrow()).lines())
        .containsExactly("Another locale was used.");
  }

  @Test
  void theComingEndCanBePutOff() {
    Card card = ReplyCards.warning(READY);
    assertThat(card.lines().get(0)).contains("2026-11-24 03:04 UTC");
    assertThat(card.buttons().get(0).action()).isEqualTo(Action.EXTEND);
  }

  @Test
  void theAnswerToAnExtensionSaysUntilWhen() {
    assertThat(ReplyCards.kept(READY, Facts.NOW).title())
        .matches("Sandbox \\w+ is kept until .* UTC \\(in .*\\)");
  }

  @Test
  void extendedToTheLongestSaysSo() {
    assertThat(ReplyCards.extended(READY, Facts.event(READY, Facts.BEN, "")).lines())
        .containsExactly(
            "Ben extended the sandbox: it is removed automatically at 2026-11-24 03:04 UTC.");
    Job longest =
        READY.withExpiry(Optional.of(READY.sandbox().map(SandboxInfo::deadline).orElseThrow()));
    assertThat(ReplyCards.extended(longest, Facts.event(longest, Facts.BEN, "")).lines().get(0))
        .endsWith("2026-11-30 03:04 UTC. It cannot be extended further.");
  }

  @Test
  void cleanedUp() {
    Job gone = Facts.verified("k3m9x2", JobState.CLEANED_UP, Outcome.PASSED);
    assertThat(ReplyCards.cleanedUp(gone, Facts.event(gone, Facts.BEN, "")).lines().get(0))
        .contains("`restore-bot-restore-test-k3m9x2`", "were removed.", "By Ben.");
    assertThat(
            ReplyCards.cleanedUp(gone, Facts.event(gone, Actor.BOT, "its deadline had passed"))
                .lines()
                .get(0))
        .endsWith("(its deadline had passed)");
  }

  @Test
  void cancelledWhileQueued() {
    Job job = Facts.in("k3m9x2", JobState.CANCELLED);
    assertThat(ReplyCards.ended(job, Facts.event(job, Facts.BEN, "before it started")).lines())
        .containsExactly("By Ben.", "Nothing is left running.");
  }

  @Test
  void cancelledWhileItRan() {
    Job job = withSandbox(Facts.in("k3m9x2", JobState.CANCELLED));
    assertThat(ReplyCards.ended(job, Facts.event(job, Actor.BOT, "")).lines())
        .containsExactly("Nothing is left running.");
  }

  @Test
  void whatIsLeftIsNeverHidden() {
    for (JobState state : List.of(JobState.CANCELLED, JobState.COULD_NOT_VERIFY, JobState.FAILED)) {
      Job job = withSandbox(Facts.in("k3m9x2", state));
      Card card = ReplyCards.ended(job, Facts.event(job, Actor.BOT, "docker rm -f c"));
      assertThat(card.lines())
          .containsExactly("Its sandbox could not be removed. What to do: docker rm -f c");
    }
  }

  @Test
  void interruptedByACrash() {
    Job job =
        withSandbox(
            Facts.because("k3m9x2", JobState.COULD_NOT_VERIFY, Outcome.COULD_NOT_VERIFY, STOPPED));
    Card card = ReplyCards.ended(job, Facts.event(job, Actor.BOT, "interrupted"));
    assertThat(card.tone()).isEqualTo(Tone.UNSURE);
    assertThat(card.lines()).containsExactly(STOPPED.message(), "What to do: Run it again.");
  }

  private static Job withSandbox(Job job) {
    return job.withSandbox(Facts.sandbox("k3m9x2", "owner", Facts.NOW));
  }

  private static List<String> column(Card card, int index) {
    return card.table().orElseThrow().rows().stream().map(row -> row.get(index)).toList();
  }
}
