package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.TemporaryFiles;
import dev.restorebot.engine.text.Sizes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;

/** Makes plans, and refuses those that could not be completed. Changes nothing. */
public final class Planner {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
  private static final int UNPACKED = 3;

  private final Targets targets;
  private final Function<ComposeProject, ServiceControl> services;
  private final InstantSource clock;

  /** Inspects targets through these. */
  public Planner(
      Targets targets, Function<ComposeProject, ServiceControl> services, InstantSource clock) {
    this.targets = targets;
    this.services = services;
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
    BackupFit.requireNotNewer(backup, target.cluster());
    Instant now = clock.instant();
    String base = target.volume().base();
    List<String> warnings = new ArrayList<>(warnings(target, backup, now));
    warnings.addAll(notes);
    Path override = OverrideFile.choose(target.project(), settings.overrideFile());
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
            hash(target.project()),
            options,
            base + "_restored_" + TIME.format(now),
            options.safetyCopy() && target.hasWayBack()
                ? Optional.of(base + "_before_" + TIME.format(now))
                : Optional.empty(),
            override,
            restoreEstimate,
            warnings,
            newUploads,
            kept(override, target, newUploads));
    requireSpace(plan);
    requireThatTheSwapLasts(plan);
    return plan;
  }

  /**
   * Checks the plan again before anything is done.
   *
   * @throws ProblemException when what was approved is no longer what would be done
   */
  void recheck(DisasterPlan plan, TargetSettings settings) throws ProblemException {
    Target now = targets.resolve(settings, plan.backup());
    Path override = OverrideFile.choose(now.project(), settings.overrideFile());
    DisasterPlan same =
        new DisasterPlan(
            plan.id(),
            plan.createdAt(),
            plan.backup(),
            now,
            hash(now.project()),
            plan.options(),
            plan.newVolume(),
            plan.safetyVolume(),
            override,
            plan.restoreEstimate(),
            plan.warnings(),
            plan.newUploadsVolume(),
            kept(override, now, plan.newUploadsVolume()));
    if (!same.fingerprint().equals(plan.fingerprint())) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The project "
                  + now.project().name()
                  + " has changed since the plan was made (its files, its volume, its image or how"
                  + " it is set up), so the approvals no longer apply.",
              "Request the restore again; the new plan shows what is different.")
          .exception();
    }
    requireSpace(same);
    requireThatTheSwapLasts(same);
  }

  /** Returns the volumes that an earlier restore's file names and this one does not replace. */
  private static Map<String, String> kept(Path override, Target target, Optional<String> newUploads)
      throws ProblemException {
    Map<String, String> kept = OverrideFile.declared(override);
    kept.remove(target.volume().key());
    if (newUploads.isPresent()) {
      kept.remove(target.uploads().orElseThrow().key());
    }
    return kept;
  }

  private List<String> warnings(Target target, BackupFacts backup, Instant now)
      throws ProblemException {
    List<String> warnings = new ArrayList<>(target.warnings());
    warnings.addAll(Doubts.of(backup, target.database(), now));
    warnings.addAll(BackupFit.warnings(backup, target));
    if (backup.testedAt().isEmpty() && backup.failed().isEmpty()) {
      warnings.add("This backup has never passed a test restore.");
    }
    if (backup.takenAt().isAfter(now)) {
      warnings.add("The backup's time is in the future; check the clocks.");
    }
    ServiceControl control = services.apply(target.project());
    control.drift(target.server().service()).ifPresent(warnings::add);
    if (backup.uploads().isPresent() && target.uploads().isPresent()) {
      for (String service : target.uploads().get().services()) {
        if (!service.equals(target.server().service())) {
          control.drift(service).ifPresent(warnings::add);
        }
      }
    }
    return warnings;
  }

  private static void requireSpace(DisasterPlan plan) throws ProblemException {
    DataVolume volume = plan.target().volume();
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
              "There is not enough disk space beside the database's volume: about "
                  + Sizes.text(needed)
                  + " are needed for the second copy, "
                  + Sizes.text(volume.freeBytes())
                  + " are free.",
              "Free space (docker system df; old *_restored_* volumes first), then request the"
                  + " restore again.")
          .exception();
    }
  }

  /** Asks Compose what it would make of our file, without putting it where it would count. */
  private void requireThatTheSwapLasts(DisasterPlan plan) throws ProblemException {
    DataVolume volume = plan.target().volume();
    requireThatTheSwapLasts(
        plan, "The database runs", volume.key(), volume.name(), plan.newVolume());
    if (plan.newUploadsVolume().isPresent()) {
      UploadsVolume uploads = plan.target().uploads().orElseThrow();
      requireThatTheSwapLasts(
          plan, "The uploads are", uploads.key(), uploads.name(), plan.newUploadsVolume().get());
    }
  }

  private void requireThatTheSwapLasts(
      DisasterPlan plan, String what, String key, String old, String wanted)
      throws ProblemException {
    ServiceControl control = services.apply(plan.target().project());
    ServiceControl.EffectiveVolume before = control.volume(key, Optional.empty());
    if (!before.name().equals(old)) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              what
                  + " on the volume "
                  + old
                  + ", but the project's files name "
                  + before.name()
                  + ": the next time the service is recreated, its data changes.",
              "Find out which of the two is right, make the files and the running containers"
                  + " match, then request the restore again.")
          .exception();
    }
    Path probe = null;
    try {
      probe = TemporaryFiles.create("probe", ".yaml");
      Files.writeString(probe, plan.override("a check", "before anything is done"));
      ServiceControl.EffectiveVolume after = control.volume(key, Optional.of(probe));
      if (!after.name().equals(wanted) || !after.external()) {
        throw new Problem(
                ProblemCode.TARGET_UNSUITABLE,
                "The project's files override the file that would name the new volume: Compose"
                    + " would still use "
                    + after.name()
                    + ".",
                "Remove the volume's name from the other files, or set `disaster.swap: manual`.")
            .exception();
      }
    } catch (IOException e) {
      throw new IllegalStateException("no temporary file", e);
    } finally {
      delete(probe);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  private static String hash(ComposeProject project) throws ProblemException {
    List<Path> files = new ArrayList<>(project.files());
    files.addAll(project.envFiles());
    files.add(project.workingDir().resolve(".env"));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : files) {
      try {
        all.writeBytes((file + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (Files.exists(file)) {
          all.writeBytes(Files.readAllBytes(file));
        }
      } catch (IOException e) {
        throw new Problem(
                ProblemCode.TARGET_UNSUITABLE,
                "The project's file " + file + " cannot be read.",
                "Give restore-bot's user read permission for the project's folder; a bot in a"
                    + " container needs it mounted at the same path.")
            .exception(e);
      }
    }
    return DigestUtils.sha256Hex(all.toByteArray());
  }
}
