package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.rehearsal.Downtime;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalNames;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the messages of rehearsals. Pure. */
public final class RehearsalCards {
  private static final List<String> DOING =
      List.of(
          "reading the backup",
          "restoring",
          "verifying",
          "starting the services",
          "running the checklist",
          "removing it");

  private RehearsalCards() {}

  /** The headline before it has begun. */
  public static Card asked(String target, String backup, String by) {
    return Card.of(Tone.INFO, "Rehearsal of " + target + " on " + backup)
        .line("Requested by " + by + ". Production is only read.")
        .build();
  }

  /** It was refused. */
  public static Card notStarted(String target, String backup, Exception why) {
    Card.Builder card =
        Card.of(Tone.WARN, "NOT STARTED: rehearsal of " + target + " on " + backup)
            .line("Nothing was started.");
    if (why instanceof ProblemException problem) {
      return card.line(problem.problem().message())
          .line("What to do: " + problem.problem().hint())
          .build();
    }
    return card.line("Internal error in restore-bot. The details are in its log.").build();
  }

  /** The headline in the present state. */
  public static Card headline(Rehearsal rehearsal, Optional<Progress> progress) {
    if (rehearsal.outcome().isEmpty()) {
      return running(rehearsal, progress);
    }
    Card.Builder card =
        Card.of(tone(rehearsal), title(rehearsal))
            .field("Rehearsal", rehearsal.id())
            .field("Requested by", rehearsal.asked().by().name());
    meaning(rehearsal).forEach(card::line);
    rehearsal.problem().ifPresent(why -> problem(card, why));
    if (rehearsal.endedAt().isEmpty()) {
      card.line(
              "Containers, networks or volumes of this rehearsal are left. restore-bot tries every"
                  + " minute to remove them. To see its containers:")
          .code("docker ps -a --filter label=" + RehearsalNames.LABEL + "=" + rehearsal.id());
    }
    HeadlineCards.counted(facts(rehearsal.checks()))
        .ifPresent(words -> card.field("Checks", words));
    rehearsal.downtime().ifPresent(time -> card.field("Down in a disaster", time.text()));
    if (!rehearsal.warnings().isEmpty()) {
      card.field("Warnings", String.join(", ", rehearsal.warnings()));
    }
    rehearsal
        .endedAt()
        .map(end -> Duration.between(rehearsal.startedAt(), end))
        .ifPresent(took -> card.field("Took", Durations.text(took)));
    card.button(
        Button.of(
            Action.REHEARSE,
            "target:" + rehearsal.target() + " " + rehearsal.backup(),
            "Rehearse again"));
    if (rehearsal.outcome().get() == Outcome.COULD_NOT_VERIFY) {
      card.button(Button.of(Action.TEST, rehearsal.backup(), "Test the backup alone"));
    }
    return card.build();
  }

  private static void problem(Card.Builder card, Problem why) {
    card.line(why.message()).line("What to do: " + why.hint());
  }

  /** One that runs in another process, which only that process can stop. */
  public static Card runningElsewhere(Rehearsal rehearsal) {
    return running(rehearsal)
        .line(elsewhere(rehearsal) + ".")
        .line("To stop it, press Ctrl-C there.")
        .build();
  }

  /** Says where one runs that another process makes, without a full stop. */
  public static String elsewhere(Rehearsal rehearsal) {
    return "Rehearsal "
        + rehearsal.id()
        + " runs from the command line (process "
        + rehearsal.process().number()
        + ")";
  }

  private static Card.Builder running(Rehearsal rehearsal) {
    int step = step(rehearsal);
    Card.Builder card =
        Card.of(
                Tone.RUNNING,
                "Rehearsal of "
                    + rehearsal.target()
                    + " on "
                    + rehearsal.backup()
                    + ": "
                    + DOING.get(step))
            .field("Rehearsal", rehearsal.id())
            .steps(DOING, step);
    return rehearsal.asked().by().name().isEmpty()
        ? card
        : card.field("Requested by", rehearsal.asked().by().name());
  }

  private static Card running(Rehearsal rehearsal, Optional<Progress> progress) {
    Card.Builder card = running(rehearsal);
    progress.ifPresent(
        latest -> {
          card.progress(latest.fraction());
          if (!latest.activity().isEmpty()) {
            card.line(latest.activity());
          }
        });
    return card.button(
            new Button(
                Action.CANCEL,
                rehearsal.id(),
                "Stop the rehearsal",
                Button.Style.NORMAL,
                Optional.of("Stop this rehearsal and remove everything that it made?")))
        .build();
  }

  private static int step(Rehearsal rehearsal) {
    if (rehearsal.project().isEmpty()) {
      return 0;
    }
    return switch (rehearsal.times().size()) {
      case 0 -> 1;
      case 1, 2 -> 2;
      case 3 -> 3;
      case 4 -> 4;
      default -> 5;
    };
  }

  static Tone tone(Rehearsal rehearsal) {
    if (rehearsal.cancelledBy().isPresent()) {
      return Tone.INFO;
    }
    return switch (rehearsal.outcome().orElse(Outcome.COULD_NOT_VERIFY)) {
      case PASSED -> Tone.GOOD;
      case FAILED -> Tone.BAD;
      case COULD_NOT_VERIFY -> Tone.UNSURE;
    };
  }

  /** The verdict and its object. */
  static String title(Rehearsal rehearsal) {
    String target = rehearsal.target();
    String backup = rehearsal.backup();
    if (rehearsal.cancelledBy().isPresent()) {
      return "CANCELLED: rehearsal of " + target + " on " + backup;
    }
    return switch (rehearsal.outcome().orElseThrow()) {
      case PASSED ->
          "PASSED: the application of " + target + " works on " + backup + rehearsal.withWarnings();
      case FAILED ->
          rehearsal.services().isEmpty()
              ? "FAILED: do not rely on " + backup
              : "FAILED: the application of " + target + " does not work on " + backup;
      case COULD_NOT_VERIFY -> "COULD NOT VERIFY: rehearsal of " + target + " on " + backup;
    };
  }

  private static List<String> meaning(Rehearsal rehearsal) {
    if (rehearsal.cancelledBy().isPresent()) {
      return rehearsal.endedAt().isPresent()
          ? List.of("Everything that it made was removed.")
          : List.of();
    }
    if (rehearsal.outcome().orElseThrow() != Outcome.PASSED) {
      return rehearsal.outcome().get() == Outcome.FAILED
          ? List.of()
          : List.of("The rehearsal does not show whether the backup and the application work.");
    }
    List<String> lines = new ArrayList<>();
    rehearsal
        .downtime()
        .ifPresent(
            time ->
                lines.add(
                    "In a disaster restore, "
                        + rehearsal.target()
                        + " would be down for "
                        + time.text()
                        + "."));
    lines.add(
        "Proves: the backup restores, and on its data "
            + String.join(", ", rehearsal.services())
            + " start and pass "
            + Counts.of(rehearsal.passedChecks(), "check")
            + " of the application.");
    lines.add(
        "Does not prove: what was different from production (in this thread), and how the"
            + " application behaves under production's load.");
    return lines;
  }

  /** Returns the messages of its thread: checks, times and differences, as far as it got. */
  static List<Card> result(Rehearsal rehearsal) {
    List<Card> cards = new ArrayList<>();
    if (!rehearsal.differences().isEmpty()) {
      Card.Builder card = Card.of(Tone.INFO, "Different from production in this rehearsal");
      rehearsal.differences().forEach(line -> card.line("• " + line));
      cards.add(card.build());
    }
    // Apart: a long table is cut, and what the application does is what people look for.
    List<CheckResult> application = rehearsal.applicationChecks();
    checks("Checks of the application", application).ifPresent(cards::add);
    checks(
            "Checks of the restored data",
            rehearsal.checks().subList(0, rehearsal.checks().size() - application.size()))
        .ifPresent(cards::add);
    if (!rehearsal.times().isEmpty()) {
      cards.add(times(rehearsal));
    }
    return cards;
  }

  private static Optional<Card> checks(String title, List<CheckResult> checks) {
    return checks.isEmpty()
        ? Optional.empty()
        : Optional.of(Card.of(Tone.INFO, title).table(ReplyCards.checks(facts(checks))).build());
  }

  private static List<Report.CheckFacts> facts(List<CheckResult> checks) {
    return checks.stream().map(Report.CheckFacts::of).toList();
  }

  private static Card times(Rehearsal rehearsal) {
    List<List<String>> rows = new ArrayList<>();
    Duration sum = Duration.ZERO;
    for (Rehearsal.Part part : rehearsal.times()) {
      sum = sum.plus(part.took());
      rows.add(List.of(part.name(), Durations.text(part.took()), Durations.text(sum)));
    }
    Card.Builder card = Card.of(Tone.INFO, "Times of the rehearsal");
    rehearsal
        .downtime()
        .ifPresent(time -> card.line("A disaster restore would be down for " + time.text() + "."));
    return card.table(
            new TableView("Times", List.of("Reached", "Took", "From the restore's start"), rows))
        .build();
  }

  /**
   * The last rehearsals, with how the downtime changed; empty when there was none.
   *
   * @param newestFirst those of one target, or of all
   */
  public static Optional<Card> history(List<Rehearsal> newestFirst) {
    List<Rehearsal> ended =
        newestFirst.stream()
            .filter(each -> each.outcome().isPresent() && each.cancelledBy().isEmpty())
            .toList();
    if (ended.isEmpty()) {
      return Optional.empty();
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(HistoryCards.LINES, ended.size()); i++) {
      rows.add(row(ended.get(i), ended.subList(i + 1, ended.size())));
    }
    Card.Builder card = Card.of(Tone.INFO, "The last rehearsals");
    ended.stream()
        .map(Rehearsal::target)
        .distinct()
        .forEach(target -> withinRto(target, ended).ifPresent(card::line));
    return Optional.of(
        card.table(
                new TableView(
                    "Rehearsals",
                    List.of("When", "Target", "Backup", "Result", "Down", "Change"),
                    rows))
            .build());
  }

  /** Counts those within the RTO that was set then; empty when none was compared with one. */
  private static Optional<String> withinRto(String target, List<Rehearsal> all) {
    List<Downtime> compared =
        all.stream()
            .filter(each -> each.target().equals(target))
            .flatMap(each -> each.downtime().stream())
            .filter(each -> each.rto().isPresent())
            .limit(HistoryCards.LINES)
            .toList();
    return compared.isEmpty()
        ? Optional.empty()
        : Optional.of(
            target
                + ": "
                + compared.stream().filter(each -> !each.isOver()).count()
                + " of "
                + Counts.of(compared.size(), "rehearsal")
                + " within the RTO.");
  }

  private static List<String> row(Rehearsal rehearsal, List<Rehearsal> earlier) {
    Optional<Downtime> down = rehearsal.downtime();
    Optional<Duration> before =
        earlier.stream()
            .filter(each -> each.target().equals(rehearsal.target()))
            .flatMap(each -> each.downtime().stream())
            .map(Downtime::measured)
            .findFirst();
    return List.of(
        Humane.time(rehearsal.startedAt()),
        rehearsal.target(),
        rehearsal.backup(),
        rehearsal.outcome().orElseThrow().name().replace('_', ' '),
        down.map(now -> Durations.text(now.measured()) + (now.isOver() ? ", over the RTO" : ""))
            .orElse(""),
        down.flatMap(now -> before.map(then -> change(now.measured().minus(then)))).orElse(""));
  }

  private static String change(Duration difference) {
    return difference.isNegative()
        ? "-" + Durations.text(difference.negated())
        : "+" + Durations.text(difference);
  }

  /** Calls the person who asked for it. */
  static Card ended(Rehearsal rehearsal) {
    return Card.of(tone(rehearsal), title(rehearsal)).build();
  }
}
