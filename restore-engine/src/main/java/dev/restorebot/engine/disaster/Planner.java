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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Makes plans, and refuses those that could not be completed. Changes nothing. */
public final class Planner {
  private final Targets targets;
  private final SwapProof proof;
  private final LongSupplier keepFree;
  private final InstantSource clock;

  /** Inspects Compose projects through these, as {@link #Planner} does targets. */
  public Planner(
      Targets targets,
      Function<ComposeProject, ServiceControl> services,
      LongSupplier keepFree,
      InstantSource clock) {
    this(targets, new ComposeSwapProof(services), keepFree, clock);
  }

  /**
   * Inspects targets through these.
   *
   * @param keepFree the free bytes below which a restore is stopped, at the moment
   */
  public Planner(Targets targets, SwapProof proof, LongSupplier keepFree, InstantSource clock) {
    this.targets = targets;
    this.proof = proof;
    this.keepFree = keepFree;
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
    Target target = withServices(targets.resolve(settings, backup), settings.services());
    proof.requireReachable(target);
    options.afterSwap().requireStopped(target.stopServices());
    BackupFit.requireNotNewer(backup, target.cluster());
    Instant now = clock.instant();
    String base =
        target.volume().anonymous()
            ? target.project().name() + "_" + target.server().service()
            : target.volume().base();
    String restored = restored(base, target.kind().longestName(), now);
    List<String> warnings = new ArrayList<>(warnings(target, backup, now));
    warnings.addAll(notes);
    Path override = proof.overrideFile(target, settings);
    boolean withUploads = backup.uploads().isPresent() && target.uploads().isPresent();
    warnings.addAll(proof.warnings(target, settings, override, withUploads));
    try {
      proof.requireWritable(options, override);
    } catch (ProblemException e) { // a runbook can be made all the same
      warnings.add(e.problem().message() + " " + e.problem().hint());
    }
    Optional<String> newUploads =
        backup.uploads().isEmpty()
            ? Optional.empty()
            : target
                .uploads()
                .map(volume -> volume.base() + "_restored_" + DisasterPlan.stamp(now));
    DisasterPlan plan =
        new DisasterPlan(
            id,
            now,
            backup,
            target,
            proof.hash(target),
            options.with(settings.services()),
            restored,
            options.safetyCopy() && target.hasWayBack() && target.kind().canCopy()
                ? Optional.of(base + "_before_" + DisasterPlan.stamp(now))
                : Optional.empty(),
            override,
            restoreEstimate,
            warnings,
            newUploads,
            proof.kept(override, target, newUploads),
            Optional.empty(),
            List.of());
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
    Target now =
        asPlanned(
            withServices(targets.resolve(settings, plan.backup()), plan.options().services()),
            plan);
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
            Optional.empty(),
            plan.notes());
    // A plan of an earlier version has no definition.
    DisasterPlan same =
        plan.definition().isEmpty() ? found : found.withDefinition(proof.definition(found));
    if (!same.fingerprint().equals(plan.fingerprint())) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              now.kind().changed(now),
              "Request the restore again; the new plan shows what is different.")
          .exception();
    }
    requireSpace(same);
    proof.requireLasting(same);
  }

  /** Returns the name of what is restored; PostgreSQL cuts longer names of databases. */
  private static String restored(String base, int longest, Instant now) {
    String suffix = "_restored_" + DisasterPlan.stamp(now);
    String kept = base;
    while ((kept + suffix).getBytes(StandardCharsets.UTF_8).length > longest) {
      kept = kept.substring(0, kept.length() - 1);
    }
    return kept + suffix;
  }

  /**
   * A plan of a version that knew no locale providers stays valid if a database that is made by it
   * is the same.
   *
   * @throws ProblemException when it would sort in another way than production's
   */
  private static Target asPlanned(Target now, DisasterPlan plan) throws ProblemException {
    ClusterFacts planned = plan.target().cluster();
    if (plan.definition().isPresent() || !planned.traits().equals(DatabaseTraits.NONE)) {
      return now;
    }
    Target earlier = now.beforeTraits();
    if (InitdbArguments.createDatabase(earlier).equals(InitdbArguments.createDatabase(now))
        && InitdbArguments.of(earlier.cluster()).equals(InitdbArguments.of(now.cluster()))) {
      return earlier;
    }
    DatabaseTraits traits = now.cluster().traits();
    throw new Problem(
            ProblemCode.TARGET_UNSUITABLE,
            "An earlier version of restore-bot made this plan, without the locale provider ("
                + traits
                    .provider()
                    .or(traits::clusterProvider)
                    .map(provider -> provider.name() + " " + provider.locale())
                    .orElse("libc")
                + "): the restored database would sort text in another way than production's, so"
                + " the approvals no longer apply.",
            "Request the restore again; the new plan keeps the locale provider.")
        .exception();
  }

  /** Nothing is stopped that could not be started again. */
  private static Target withServices(Target target, ServiceSettings services)
      throws ProblemException {
    return services.inProject() ? target : target.withRunning(running(target, services));
  }

  private static List<String> running(Target target, ServiceSettings services)
      throws ProblemException {
    return services.byHand()
        ? target.stopServices()
        : new CommandServices(services.commands()).prove(target.stopServices());
  }

  /**
   * Proves right before the swap stops anything that it would be carried out as approved.
   *
   * @throws ProblemException when something has changed since
   */
  void requireSwap(DisasterPlan plan) throws ProblemException {
    proof.requireSwap(plan);
    var unused = withServices(plan.target(), plan.options().services());
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
    var unused = withServices(plan.target(), plan.options().services());
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

  private void requireSpace(DisasterPlan plan) throws ProblemException {
    DataVolume volume = plan.target().volume();
    if (volume.freeBytes() == DataVolume.UNKNOWN) {
      return; // the plan says so
    }
    SpaceNeeded space = SpaceNeeded.of(plan);
    long needed = space.total();
    long kept = keepFree.getAsLong();
    if (volume.freeBytes() < needed + kept) {
      throw new Problem(
              ProblemCode.DISK_FULL,
              "There is not enough disk space beside the database's "
                  + volume.noun()
                  + ": about "
                  + Sizes.text(needed)
                  + " are needed at once ("
                  + space.parts(volume.noun())
                  + ")"
                  + (kept == 0
                      ? ", "
                      : " and " + Sizes.text(kept) + " must stay free (`sandbox.keep-free`), ")
                  + Sizes.text(volume.freeBytes())
                  + " are free.",
              "Free space (docker system df; old *_restored_* volumes first)"
                  + (kept == 0 ? "" : " or lower `sandbox.keep-free`")
                  + ", then request the restore again.")
          .exception();
    }
  }

  /**
   * Refuses a plan that restore-bot could not carry out with the permissions that it has.
   *
   * @throws ProblemException why, with what to do
   */
  void requireWritable(DisasterPlan plan) throws ProblemException {
    proof.requireWritable(plan.options(), plan.overrideFile());
  }
}
