package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Sizes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes plans, and refuses those that could not be completed. Changes nothing. */
public final class Planner {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
  private static final int UNPACKED = 3;
  private static final int LONGEST_DATABASE = 63;

  private final Targets targets;
  private final SwapProof proof;
  private final InstantSource clock;

  /** Inspects Compose projects through these. */
  public Planner(
      Targets targets, Function<ComposeProject, ServiceControl> services, InstantSource clock) {
    this(targets, new ComposeSwapProof(services), clock);
  }

  /** Inspects targets through these. */
  public Planner(Targets targets, SwapProof proof, InstantSource clock) {
    this.targets = targets;
    this.proof = proof;
    this.clock = clock;
  }

  /**
   * Makes the plan for this backup.
   *
   * @param restoreEstimate how long earlier restores of this database took
   * @param notes what else a person should know before deciding
   * @throws ProblemException when the target cannot be restored, or the swap would not last
   */
  DisasterPlan plan(
      String id,
      BackupFacts backup,
      TargetSettings settings,
      PlanOptions options,
      Optional<Duration> restoreEstimate,
      List<String> notes)
      throws ProblemException {
    Target target = targets.resolve(settings, backup);
    proof.requireReachable(target);
    options.afterSwap().requireStopped(target.stopServices());
    BackupFit.requireNotNewer(backup, target.cluster());
    Instant now = clock.instant();
    String base = target.volume().base();
    String restored = restored(target.volume(), now);
    List<String> warnings = new ArrayList<>(warnings(target, backup, now));
    warnings.addAll(notes);
    Path override = proof.overrideFile(target, settings);
    boolean withUploads = backup.uploads().isPresent() && target.uploads().isPresent();
    warnings.addAll(proof.warnings(target, settings, override, withUploads));
    Optional<String> newUploads =
        backup.uploads().isEmpty()
            ? Optional.empty()
            : target.uploads().map(volume -> volume.base() + "_restored_" + TIME.format(now));
    DisasterPlan plan =
        new DisasterPlan(
            id,
            now,
            backup,
            target,
            proof.hash(target),
            options,
            restored,
            options.safetyCopy() && target.hasWayBack() && !target.volume().isDatabase()
                ? Optional.of(base + "_before_" + TIME.format(now))
                : Optional.empty(),
            override,
            restoreEstimate,
            warnings,
            newUploads,
            proof.kept(override, target, newUploads),
            Optional.empty());
    requireSpace(plan);
    proof.requireLasting(plan);
    return plan.withDefinition(proof.definition(plan));
  }

  /**
   * Checks the plan again before anything is done.
   *
   * @throws ProblemException when what was approved is no longer what would be done
   */
  void recheck(DisasterPlan plan, TargetSettings settings) throws ProblemException {
    Target now = targets.resolve(settings, plan.backup());
    proof.requireReachable(now);
    Path override = proof.overrideFile(now, settings);
    DisasterPlan found =
        new DisasterPlan(
            plan.id(),
            plan.createdAt(),
            plan.backup(),
            now,
            proof.hash(now),
            plan.options(),
            plan.newVolume(),
            plan.safetyVolume(),
            override,
            plan.restoreEstimate(),
            plan.warnings(),
            plan.newUploadsVolume(),
            proof.kept(override, now, plan.newUploadsVolume()),
            Optional.empty());
    // A plan of an earlier version has no definition.
    DisasterPlan same =
        plan.definition().isEmpty() ? found : found.withDefinition(proof.definition(found));
    if (!same.fingerprint().equals(plan.fingerprint())) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              changed(now),
              "Request the restore again; the new plan shows what is different.")
          .exception();
    }
    requireSpace(same);
    proof.requireLasting(same);
  }

  private static String changed(Target now) {
    return now.volume().isDatabase()
        ? "The database "
            + now.database()
            + " on "
            + now.server().service()
            + " has changed since the plan was made (another database has its name, or its owner,"
            + " grants or settings are others), so the approvals no longer apply."
        : "The project "
            + now.project().name()
            + " has changed since the plan was made (its files, its volume, its image or how"
            + " it is set up), so the approvals no longer apply.";
  }

  /** Returns the name of what is restored; PostgreSQL cuts longer names of databases. */
  private static String restored(DataVolume old, Instant now) {
    String suffix = "_restored_" + TIME.format(now);
    String base = old.base();
    while (old.isDatabase()
        && (base + suffix).getBytes(StandardCharsets.UTF_8).length > LONGEST_DATABASE) {
      base = base.substring(0, base.length() - 1);
    }
    return base + suffix;
  }

  /**
   * Proves right before the swap stops anything that it would be carried out as approved.
   *
   * @throws ProblemException when something has changed since
   */
  void requireSwap(DisasterPlan plan) throws ProblemException {
    proof.requireSwap(plan);
  }

  /**
   * Proves before a rollback stops anything that the old storage would come back.
   *
   * @param before what was stored before the swap
   * @return what the way back has to restore of it
   * @throws ProblemException when the old storage would not come back, with what to do
   */
  Optional<String> requireWayBack(DisasterPlan plan, Optional<String> before)
      throws ProblemException {
    return proof.requireWayBack(plan, before);
  }

  private static List<String> warnings(Target target, BackupFacts backup, Instant now) {
    List<String> warnings = new ArrayList<>(target.warnings());
    warnings.addAll(Doubts.of(backup, target.database(), now));
    warnings.addAll(BackupFit.warnings(backup, target));
    if (backup.testedAt().isEmpty() && backup.failed().isEmpty()) {
      warnings.add("This backup has never passed a test restore.");
    }
    if (backup.takenAt().isAfter(now)) {
      warnings.add("The backup's time is in the future; check the clocks.");
    }
    return warnings;
  }

  private static void requireSpace(DisasterPlan plan) throws ProblemException {
    DataVolume volume = plan.target().volume();
    if (volume.freeBytes() == DataVolume.UNKNOWN) {
      return; // the plan says so
    }
    long copy = Math.max(volume.bytes(), UNPACKED * plan.backup().bytes());
    long uploads =
        plan.newUploadsVolume().isEmpty()
            ? 0
            : plan.backup().uploads().orElseThrow().contentBytes();
    long needed =
        copy + plan.backup().bytes() + (plan.options().safetyCopy() ? volume.bytes() : 0) + uploads;
    if (volume.freeBytes() < needed) {
      throw new Problem(
              ProblemCode.DISK_FULL,
              "There is not enough disk space beside the database's "
                  + volume.noun()
                  + ": about "
                  + Sizes.text(needed)
                  + " are needed for the second copy, "
                  + Sizes.text(volume.freeBytes())
                  + " are free.",
              "Free space (docker system df; old *_restored_* volumes first), then request the"
                  + " restore again.")
          .exception();
    }
  }
}
