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
    lines.addAll(target.volume().isDatabase() ? databases(plan) : volumes(plan));
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

  private static List<String> volumes(DisasterPlan plan) {
    Target target = plan.target();
    boolean folder = target.volume().kind() == DataVolume.Kind.FOLDER;
    List<String> lines = new ArrayList<>();
    lines.add("Database: " + target.database() + " of the service " + target.server().service());
    lines.add(
        (folder ? "Folder now: " : "Volume now: ")
            + target.volume().name()
            + (target.hasWayBack()
                ? ", " + Sizes.text(target.volume().bytes()) + " (stays)"
                : " (no longer exists)"));
    lines.add((folder ? "New folder: " : "New volume: ") + plan.newVolume());
    SpaceNeeded space = SpaceNeeded.of(plan);
    lines.add(
        "Disk space: about "
            + Sizes.text(space.total())
            + " needed at once ("
            + space.parts(target.volume().noun())
            + "), "
            + Sizes.text(target.volume().freeBytes())
            + " free");
    lines.add(
        "After the swap, a deployment with -f must name "
            + plan.overrideFile()
            + " as its last -f, or it returns to the old "
            + target.volume().noun()
            + ".");
    return lines;
  }

  private static List<String> databases(DisasterPlan plan) {
    Target target = plan.target();
    return List.of(
        "Server: "
            + target.server().image()
            + " at "
            + target.server().service()
            + ", as the role "
            + target.cluster().superuser()
            + ". Its other databases and roles, and its replication slots, are not changed.",
        "Database now: "
            + target.database()
            + ", "
            + Sizes.text(target.volume().bytes())
            + ", owner "
            + target.cluster().owner()
            + " (stays, as "
            + plan.oldStorage()
            + ")",
        "New database: " + plan.newVolume() + " (will be called " + target.database() + ")",
        target.stopServices().isEmpty()
            ? "No service is stopped: the database serves until the swap, and what is written to it"
                + " until then stays in "
                + plan.oldStorage()
                + " only."
            : "Services: " + String.join(", ", target.stopServices()) + " are stopped.");
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
