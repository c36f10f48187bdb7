package dev.restorebot.engine.disaster;

import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Quoted;
import dev.restorebot.engine.text.Sizes;
import dev.restorebot.engine.text.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A plan for people, in plain text. */
final class PlanText {

  private PlanText() {}

  static List<String> of(DisasterPlan plan, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add("Disaster restore " + plan.id() + " of " + plan.target().label());
    lines.addAll(facts(plan, now));
    plan.downtime()
        .ifPresent(time -> lines.add("Downtime: about " + Durations.estimate(time) + "."));
    lines.addAll(plan.notes());
    List<Step> steps = plan.steps();
    for (int i = 0; i < steps.size(); i++) {
      lines.add((i + 1) + ". " + steps.get(i).what());
      lines.add("   Undo: " + steps.get(i).undoing());
    }
    plan.warnings().forEach(warning -> lines.add("Warning: " + warning));
    return List.copyOf(lines);
  }

  /** Lists what is restored, to where, and what is lost; without a known downtime and the steps. */
  static List<String> facts(DisasterPlan plan, Instant now) {
    Target target = plan.target();
    BackupFacts backup = plan.backup();
    List<String> lines = new ArrayList<>();
    target.outage().ifPresent(outage -> lines.addAll(outage(target, outage, now)));
    lines.add(
        "Backup: "
            + backup.name()
            + ", "
            + Sizes.text(backup.bytes())
            + ", taken "
            + UtcTime.text(backup.takenAt()));
    lines.add("SHA-256: " + backup.sha256());
    lines.add(tested(backup, now));
    lines.addAll(target.kind().describe(plan));
    plan.newUploadsVolume().ifPresent(volume -> lines.addAll(uploads(plan, volume)));
    lines.add(
        "DATA LOSS: everything written since the backup, "
            + (plan.dataLoss(now).isNegative()
                ? "for an unknown time: the backup's time is in the future"
                : Durations.minutes(plan.dataLoss(now)))
            + ".");
    if (plan.downtime().isEmpty()) {
      lines.add("Downtime: unknown; no restore of this database has been measured.");
    }
    return lines;
  }

  private static List<String> outage(Target target, Outage outage, Instant now) {
    List<String> lines = new ArrayList<>();
    if (!target.hasWayBack()) {
      lines.add(
          "NO WAY BACK: the old "
              + target.volume().noun()
              + " "
              + target.volume().name()
              + " no longer exists. This restore cannot be rolled back.");
    }
    lines.add(outage.why() + " What this plan is based on:");
    outage.sources().forEach(source -> lines.add("- " + source.text(now)));
    return lines;
  }

  private static List<String> uploads(DisasterPlan plan, String volume) {
    UploadsFacts archive = plan.backup().uploads().orElseThrow();
    return List.of(
        "Uploads: "
            + archive.name()
            + ", "
            + Sizes.text(archive.bytes())
            + ", taken "
            + UtcTime.text(archive.takenAt())
            + ": "
            + archive.files()
            + " files, "
            + Sizes.text(archive.contentBytes())
            + ", in "
            + archive.topNames(),
        "SHA-256 of the uploads: " + archive.sha256(),
        "Volume of uploads now: " + plan.target().uploads().orElseThrow().name() + " (stays)",
        "New volume of uploads: " + volume);
  }

  private static String tested(BackupFacts backup, Instant now) {
    if (backup.failed().isPresent()) {
      return "LAST TEST FAILED "
          + ago(Duration.between(backup.failed().get().at(), now))
          + ": "
          + Quoted.inLine(backup.failed().get().words());
    }
    return backup
        .testedAt()
        .map(at -> "Passed a test restore " + ago(Duration.between(at, now)) + ".")
        .orElse("NEVER passed a test restore: nobody has proved that it restores.");
  }

  private static String ago(Duration time) {
    return Durations.minutes(time) + " ago";
  }
}
