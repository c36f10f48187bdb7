package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RunningProcess;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalCardsTest {
  private static final Actor ASHA = new Actor("slack:U1", "asha");
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
  private static final List<Rehearsal.Part> TIMES =
      List.of(
          part("restored", 300, false),
          part("verified", 60, false),
          part("on the disk", 10, false),
          part("healthy", 25, true),
          part("checked", 5, true));
  private static final Problem NO_LOGIN =
      new Problem(ProblemCode.CHECK_FAILED, "The page login answers 500.", "Look at the log.");

  private static Rehearsal.Part part(String name, int seconds, boolean afterRestore) {
    return new Rehearsal.Part(name, Duration.ofSeconds(seconds), afterRestore);
  }

  private static Rehearsal rehearsal(
      Optional<Outcome> outcome,
      List<Rehearsal.Part> times,
      List<String> services,
      Optional<Problem> why,
      Optional<Actor> cancelledBy) {
    Optional<Instant> end = outcome.map(any -> START.plusSeconds(420));
    return rehearsal(outcome, end, times, services, why, cancelledBy);
  }

  /** The same with an RTO, and what the rehearsal says of it. */
  private static Rehearsal compared(Rehearsal rehearsal, Duration rto, CheckResult check) {
    List<CheckResult> checks = new java.util.ArrayList<>(rehearsal.checks());
    checks.add(check);
    return new Rehearsal(
        rehearsal.id(),
        rehearsal.target(),
        rehearsal.backup(),
        rehearsal.sha256(),
        rehearsal.project(),
        rehearsal.volumes(),
        rehearsal.process(),
        rehearsal.startedAt(),
        rehearsal.endedAt(),
        rehearsal.outcome(),
        rehearsal.times(),
        rehearsal.services(),
        rehearsal.differences(),
        checks,
        rehearsal.problem(),
        rehearsal.asked(),
        rehearsal.cancelledBy(),
        rehearsal.stop(),
        Optional.of(rto));
  }

  private static Rehearsal rehearsal(
      Optional<Outcome> outcome,
      Optional<Instant> end,
      List<Rehearsal.Part> times,
      List<String> services,
      Optional<Problem> why,
      Optional<Actor> cancelledBy) {
    return new Rehearsal(
        "abc234",
        "shop",
        "shop_db.dump",
        "00",
        "shop-rehearsal-abc234",
        List.of(),
        new RunningProcess(1, Optional.empty()),
        START,
        end,
        outcome,
        times,
        services,
        services.isEmpty() ? List.of() : List.of("no port is published"),
        services.isEmpty()
            ? List.of()
            : List.of(
                CheckResult.passed("restore-errors", "none"),
                CheckResult.passed("service api", "healthy"),
                CheckResult.passed("http login", "200")),
        why,
        new Rehearsal.Request(ASHA, "slack\nC1\n1.2"),
        cancelledBy,
        Optional.of(PlanOptions.Stop.BEFORE_RESTORE),
        Optional.empty());
  }

  private static Rehearsal ended(Outcome outcome, List<String> services, Problem... why) {
    return rehearsal(
        Optional.of(outcome),
        services.isEmpty() ? List.of() : TIMES,
        services,
        List.of(why).stream().findFirst(),
        Optional.empty());
  }

  private static Card headline(Rehearsal rehearsal) {
    return RehearsalCards.headline(rehearsal, Optional.empty());
  }

  @Test
  void aPassSaysTheDowntimeAndWhatItProves() {
    Card card = headline(ended(Outcome.PASSED, List.of("db", "api")));

    assertThat(card.title()).isEqualTo("PASSED: the application of shop works on shop_db.dump");
    assertThat(card.lines())
        .startsWith(
            "In a disaster restore, shop would be down for 6 min 40 s.",
            "Proves: the backup restores, and on its data db, api start and pass 2 checks of the"
                + " application.");
    assertThat(card.fields().toString()).contains("3 passed").contains("7 min").contains("asha");
    assertThat(card.buttons())
        .containsExactly(Button.of(Action.REHEARSE, "target:shop shop_db.dump", "Rehearse again"));
  }

  @Test
  void aDowntimeOverTheRtoIsAWarningAndNoFailure() {
    Rehearsal passed = ended(Outcome.PASSED, List.of("db", "api"));
    Rehearsal over =
        compared(
            passed,
            Duration.ofMinutes(5),
            CheckResult.warning("rto", "6 min", "Too long.", "Look."));
    Rehearsal within = compared(passed, Duration.ofMinutes(15), CheckResult.passed("rto", "6 min"));

    Card card = headline(over);
    assertThat(card.title())
        .isEqualTo("PASSED: the application of shop works on shop_db.dump, with 1 warning");
    assertThat(card.lines())
        .startsWith(
            "In a disaster restore, shop would be down for 6 min 40 s, 1 min 40 s over the RTO of"
                + " 5 min.")
        .anyMatch(line -> line.contains("pass 2 checks of the application"));
    assertThat(card.fields().toString()).contains("1 warning", "label=Warnings, value=rto");
    assertThat(headline(within).title()).endsWith("works on shop_db.dump");
    assertThat(headline(within).lines().toString())
        .contains("6 min 40 s, within the RTO of 15 min.", "pass 2 checks of the application");
    Card history = RehearsalCards.history(List.of(over, within, passed)).orElseThrow();
    assertThat(history.lines()).containsExactly("shop: 1 of 2 rehearsals within the RTO.");
    assertThat(history.table().orElseThrow().rows())
        .extracting(row -> row.get(4))
        .containsExactly("6 min 40 s, over the RTO", "6 min 40 s", "6 min 40 s");
  }

  @Test
  void aFailureSaysWhetherTheBackupOrTheApplicationIsWrongAndWhatToDo() {
    assertThat(headline(ended(Outcome.FAILED, List.of(), NO_LOGIN)).title())
        .isEqualTo("FAILED: do not rely on shop_db.dump");
    Card card = headline(ended(Outcome.FAILED, List.of("db", "api"), NO_LOGIN));
    assertThat(card.title())
        .isEqualTo("FAILED: the application of shop does not work on shop_db.dump");
    assertThat(card.lines())
        .containsExactly("The page login answers 500.", "What to do: Look at the log.");
  }

  @Test
  void withoutAVerdictTheBackupAloneCanBeTested() {
    Card card = headline(ended(Outcome.COULD_NOT_VERIFY, List.of(), NO_LOGIN));

    assertThat(card.title()).isEqualTo("COULD NOT VERIFY: rehearsal of shop on shop_db.dump");
    assertThat(card.buttons())
        .contains(Button.of(Action.TEST, "shop_db.dump", "Test the backup alone"));
  }

  @Test
  void whileItRunsItsStepIsNamedAndItCanBeStopped() {
    List<String> doing = new java.util.ArrayList<>();
    for (int done = 0; done <= TIMES.size(); done++) {
      Card card =
          headline(
              rehearsal(
                  Optional.empty(),
                  TIMES.subList(0, done),
                  List.of(),
                  Optional.empty(),
                  Optional.empty()));
      doing.add(card.title().replaceFirst(".*: ", ""));
      assertThat(card.buttons()).extracting(Button::action).containsExactly(Action.CANCEL);
    }
    assertThat(doing)
        .containsExactly(
            "restoring",
            "verifying",
            "verifying",
            "starting the services",
            "running the checklist",
            "removing it");
  }

  @Test
  void aCancelledOneHasNoVerdict() {
    Card card =
        headline(
            rehearsal(
                Optional.of(Outcome.COULD_NOT_VERIFY),
                List.of(),
                List.of(),
                Optional.of(
                    new Problem(
                        ProblemCode.INTERRUPTED, "asha stopped the rehearsal.", "Run it again.")),
                Optional.of(ASHA)));

    assertThat(card.title()).isEqualTo("CANCELLED: rehearsal of shop on shop_db.dump");
    assertThat(card.lines()).startsWith("Everything that it made was removed.");
    assertThat(card.code()).isEmpty();
  }

  @Test
  void whatACancelledOneLeftIsSaidWithTheCommandToSeeIt() {
    Card card =
        headline(
            rehearsal(
                Optional.of(Outcome.COULD_NOT_VERIFY),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(ASHA)));

    assertThat(card.lines().toString())
        .contains("are left. restore-bot tries every minute to remove them.")
        .doesNotContain("Everything that it made was removed");
    assertThat(card.code())
        .containsExactly("docker ps -a --filter label=dev.restore-bot.rehearsal=abc234");
  }

  @Test
  void theHistoryShowsHowTheDowntimeChangedAndNoCancelledOne() {
    Rehearsal slower = ended(Outcome.PASSED, List.of("db", "api"));
    Rehearsal faster =
        rehearsal(
            Optional.of(Outcome.PASSED),
            List.of(part("restored", 340, false), part("checked", 5, true)),
            List.of("db"),
            Optional.empty(),
            Optional.empty());
    Rehearsal cancelled =
        rehearsal(
            Optional.of(Outcome.COULD_NOT_VERIFY),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.of(ASHA));

    assertThat(RehearsalCards.history(List.of(cancelled))).isEmpty();
    assertThat(
            RehearsalCards.history(List.of(faster, cancelled, slower))
                .orElseThrow()
                .table()
                .orElseThrow()
                .rows())
        .extracting(row -> row.get(4) + " " + row.get(5))
        .containsExactly("5 min 45 s -55 s", "6 min 40 s ");
  }

  @Test
  void theThreadListsDifferencesChecksAndTimes() {
    List<Card> cards = RehearsalCards.result(ended(Outcome.PASSED, List.of("db", "api")));

    assertThat(cards)
        .extracting(Card::title)
        .containsExactly(
            "Different from production in this rehearsal",
            "Checks of the application",
            "Checks of the restored data",
            "Times of the rehearsal");
    assertThat(cards.get(0).lines()).containsExactly("• no port is published");
    assertThat(cards.get(3).table().orElseThrow().rows())
        .contains(List.of("verified", "1 min", "6 min"), List.of("checked", "5 s", "6 min 40 s"));
  }
}
