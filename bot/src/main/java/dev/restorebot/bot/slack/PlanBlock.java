package dev.restorebot.bot.slack;

import com.slack.api.model.block.LayoutBlock;
import dev.restorebot.bot.message.Card;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Slack's block of type {@code plan}, a list of tasks with their states, which Slack's SDK does not
 * have yet. Fields and values as in https://docs.slack.dev/reference/block-kit/blocks/plan-block
 * and task-card-block, read in November 2026: no limits of length are given there. It has no {@code
 * block_id}, because an edited message needs a new one each time.
 */
final class PlanBlock implements LayoutBlock {
  private static final int MOST = 20;
  private static final int TITLE = 80;
  private static final int OVERHEAD = 100; // of JSON around a task

  private final String type = "plan";
  private final String title;
  private final List<Task> tasks;

  private PlanBlock(String title, List<Task> tasks) {
    this.title = title;
    this.tasks = tasks;
  }

  /** Gson reads the fields. */
  private record Task(String type, String taskId, String title, String status) {}

  /** Shows the steps of a card that has some. */
  static PlanBlock of(Card card) {
    List<Card.Step> steps = card.steps().stream().limit(MOST).toList();
    int running =
        IntStream.range(0, steps.size())
            .filter(i -> steps.get(i).status() == Card.Step.Status.RUNNING)
            .findFirst()
            .orElse(steps.size() - 1);
    return new PlanBlock(
        "Step " + (running + 1) + " of " + steps.size() + ": " + text(steps.get(running).title()),
        IntStream.range(0, steps.size()).mapToObj(i -> task(i + 1, steps.get(i))).toList());
  }

  private static Task task(int number, Card.Step step) {
    String shown = text(step.title());
    return new Task(
        "task_card",
        String.valueOf(number),
        shown.substring(0, 1).toUpperCase(Locale.ROOT) + shown.substring(1),
        switch (step.status()) {
          case WAITING -> "pending";
          case RUNNING -> "in_progress";
          case DONE -> "complete";
        });
  }

  private static String text(String title) {
    return title.isBlank() ? "–" : PlainText.line(title, TITLE);
  }

  /** About how many characters of JSON it has; never less than it has. */
  int weight() {
    return OVERHEAD
        + title.length()
        + tasks.stream().mapToInt(task -> OVERHEAD + 2 * task.title().length()).sum();
  }

  @Override
  public String getType() {
    return type;
  }

  @Override
  public String getBlockId() {
    return null;
  }
}
