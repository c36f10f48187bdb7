package dev.restorebot.engine.disaster;

import dev.restorebot.engine.sandbox.server.ShellWords;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints a plan's steps as a shell script for a person. It stops at the first command that fails.
 */
final class Runbook {
  private Runbook() {}

  /**
   * The whole restore.
   *
   * @param roles the statements that create production's roles, without passwords
   */
  static String of(DisasterPlan plan, List<String> roles) {
    List<String> out = new ArrayList<>();
    out.add("# Disaster restore of " + plan.target().label() + " by hand, plan " + plan.id());
    out.add(
        "# Backup "
            + plan.backup().name()
            + (plan.backup().sha256().isEmpty() ? "" : ", SHA-256 " + plan.backup().sha256()));
    out.add(
        "# Run the file with sh, or its lines one after the other. It stops at the first command"
            + " that fails or does not print what it must.");
    plan.target()
        .outage()
        .ifPresent(
            outage -> {
              out.add("# " + outage.why());
              outage.sources().forEach(each -> out.add("# - " + each.text(plan.createdAt())));
            });
    plan.warnings()
        .forEach(
            warning ->
                out.add("# WARNING: " + warning.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")));
    begin(plan, out);
    out.addAll(plan.target().kind().needed(plan));
    out.addAll(new RunbookBackup(plan).named());
    out.add("");
    List<Step> steps = Steps.of(plan, roles);
    for (int i = 0; i < steps.size(); i++) {
      out.add("# " + (i + 1) + ". " + steps.get(i).what());
      out.addAll(steps.get(i).commands());
    }
    out.addAll(plan.target().kind().end(plan));
    return String.join("\n", out) + "\n";
  }

  /** Only what a person does while the bot waits. */
  static String ofSwapByHand(DisasterPlan plan) {
    List<String> out = new ArrayList<>();
    begin(plan, out);
    plan.steps().stream()
        .filter(step -> step.state() == DisasterState.AWAITING_GO)
        .forEach(step -> out.addAll(step.commands()));
    out.addAll(plan.target().kind().end(plan));
    return String.join("\n", out) + "\n";
  }

  private static void begin(DisasterPlan plan, List<String> out) {
    out.add("set -eu");
    if (!plan.target().project().files().isEmpty()) {
      out.add("cd " + ShellWords.quote(plan.target().project().workingDir().toString()));
    }
    out.addAll(plan.target().kind().begin(plan));
  }
}
