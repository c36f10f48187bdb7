package dev.restorebot.engine.disaster;

import dev.restorebot.engine.sandbox.server.ShellWords;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints a plan's steps as a shell script for a person. It stops at the first command that fails.
 */
final class Runbook {
  private Runbook() {}

  /** The whole restore. */
  static String of(DisasterPlan plan) {
    List<String> out = new ArrayList<>();
    out.add("# Disaster restore of " + plan.target().label() + " by hand, plan " + plan.id());
    out.add("# Backup " + plan.backup().name() + ", SHA-256 " + plan.backup().sha256());
    plan.target()
        .outage()
        .ifPresent(
            outage -> {
              out.add("# " + outage.why());
              outage.sources().forEach(each -> out.add("# - " + each.text(plan.createdAt())));
            });
    Doubts.of(plan.backup(), plan.target().database(), plan.createdAt())
        .forEach(doubt -> out.add("# WARNING: " + doubt));
    begin(plan, out);
    out.addAll(new RunbookCommands(plan).backup());
    out.add("");
    List<Step> steps = plan.steps();
    for (int i = 0; i < steps.size(); i++) {
      out.add("# " + (i + 1) + ". " + steps.get(i).what());
      out.addAll(steps.get(i).commands());
    }
    end(plan, out);
    return String.join("\n", out) + "\n";
  }

  /** Only what a person does while the bot waits. */
  static String ofSwapByHand(DisasterPlan plan) {
    List<String> out = new ArrayList<>();
    begin(plan, out);
    plan.steps().stream()
        .filter(step -> step.state() == DisasterState.AWAITING_GO)
        .forEach(step -> out.addAll(step.commands()));
    end(plan, out);
    return String.join("\n", out) + "\n";
  }

  private static void begin(DisasterPlan plan, List<String> out) {
    out.add("set -eu");
    if (!plan.target().project().files().isEmpty()) {
      out.add("cd " + ShellWords.quote(plan.target().project().workingDir().toString()));
    }
    if (plan.target().volume().isDatabase()) {
      out.addAll(new DatabaseCommands(plan).begin());
    }
  }

  private static void end(DisasterPlan plan, List<String> out) {
    if (plan.target().volume().isDatabase()) {
      out.add("# To roll back:");
      new DatabaseCommands(plan).back().forEach(line -> out.add("#   " + line));
      return;
    }
    if (!plan.target().hasWayBack()) {
      out.add("# There is no way back: the old volume no longer exists.");
    } else {
      rollBack(plan, out);
    }
    out.add("# To commit to the project's own files:");
    plan.toCommit().lines().forEach(line -> out.add("#   " + line));
  }

  private static void rollBack(DisasterPlan plan, List<String> out) {
    out.add(
        "# To roll back: rm "
            + ShellWords.quote(plan.overrideFile().toString())
            + " (or put it back as it was), then");
    out.add("#   " + new RunbookCommands(plan).recreate());
  }
}
