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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows the plan of a disaster restore to those who approve it: what decides in three figures, the
 * facts in lines, the steps with their undo in a table. Pure.
 */
final class ApprovalCard {
  private static final String DOWNTIME = "Downtime: ";
  private static final Pattern STEP = Pattern.compile("(\\d+)\\. (.*)", Pattern.DOTALL);
  private static final String UNDO = "   Undo: ";

  private ApprovalCard() {}

  /** Adds the plan to a card, as it was when the plan was made. */
  static void add(Card.Builder card, DisasterPlan plan) {
    Instant made = plan.createdAt();
    card.figure("Data loss", loss(plan, made));
    List<List<String>> steps = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    String downtime = "unknown";
    for (String line : plan.lines(made)) {
      Matcher step = STEP.matcher(line);
      if (step.matches()) {
        steps.add(List.of(step.group(1), step.group(2), ""));
      } else if (line.startsWith(UNDO) && !steps.isEmpty()) {
        List<String> last = steps.remove(steps.size() - 1);
        steps.add(List.of(last.get(0), last.get(1), line.strip()));
      } else if (line.startsWith(DOWNTIME + "about ")) {
        downtime = line.substring(DOWNTIME.length()).replaceAll("\\.$", "");
      } else {
        lines.add(line);
      }
    }
    card.figure("Downtime", downtime).figure("Last test", lastTest(plan.backup(), made));
    lines.stream().skip(1).forEach(card::line);
    if (!steps.isEmpty()) {
      card.table(new TableView("Steps", List.of("Step", "What happens", "Undo"), steps));
    }
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
    Duration loss = Duration.between(plan.backup().takenAt(), now);
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
