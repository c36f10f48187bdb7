package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows the plan of a disaster restore to those who approve it: what decides in three figures, the
 * facts in lines, the steps with their undo in a table. Pure.
 */
final class ApprovalCard {
  private ApprovalCard() {}

  /** Adds the plan to a card, as it was when the plan was made. */
  static void add(Card.Builder card, DisasterPlan plan) {
    Instant made = plan.createdAt();
    card.figure("Data loss", loss(plan, made))
        .figure(
            "Downtime",
            plan.downtime().map(time -> "about " + Durations.estimate(time)).orElse("unknown"))
        .figure("Last test", lastTest(plan.backup(), made));
    plan.facts(made).forEach(card::line);
    plan.notes().forEach(card::line);
    plan.warnings().forEach(warning -> card.line("Warning: " + warning));
    List<List<String>> rows = new ArrayList<>();
    for (DisasterPlan.StepText step : plan.stepTexts()) {
      rows.add(List.of(String.valueOf(rows.size() + 1), step.what(), "Undo: " + step.undo()));
    }
    card.table(new TableView("Steps", List.of("Step", "What happens", "Undo"), rows));
  }

  /** The question that an approver answers: which database, and what it costs. */
  static String question(DisasterPlan plan, String where) {
    return "Replace the database of "
        + where
        + " with "
        + plan.backup().name()
        + "?\nData loss: everything written since "
        + Humane.time(plan.backup().takenAt())
        + " ("
        + loss(plan, plan.createdAt())
        + ").";
  }

  private static String loss(DisasterPlan plan, Instant now) {
    Duration loss = plan.dataLoss(now);
    return loss.isNegative() ? "unknown" : Durations.minutes(loss);
  }

  private static String lastTest(BackupFacts backup, Instant now) {
    return backup
        .failed()
        .map(failed -> "FAILED " + Humane.age(failed.at(), now))
        .or(() -> backup.testedAt().map(at -> "passed " + Humane.age(at, now)))
        .orElse("never tested");
  }
}
