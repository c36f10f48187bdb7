package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
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
import java.util.Optional;
import java.util.function.Function;

/** Makes plans, and refuses what could not be carried out to its end. Changes nothing. */
public final class Planner {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
  private static final int UNPACKED = 3;

  private final Targets targets;
  private final Function<ComposeProject, ServiceControl> services;
  private final InstantSource clock;

  /** Looks at targets through these. */
  public Planner(
      Targets targets, Function<ComposeProject, ServiceControl> services, InstantSource clock) {
    this.targets = targets;
    this.services = services;
    this.clock = clock;
  }

  /**
   * The plan for this backup.
   *
   * @param restoreEstimate how long earlier restores of this database took
   * @throws ProblemException when the target cannot be restored, or the swap would not last
   */
  public DisasterPlan plan(
      String id,
      BackupFacts backup,
      TargetSettings settings,
      PlanOptions options,
      Optional<Duration> restoreEstimate)
      throws ProblemException {
    Target target = targets.resolve(settings);
    Instant now = clock.instant();
    String base = target.volume().base();
    DisasterPlan plan =
        new DisasterPlan(
            id,
            now,
            backup,
            target,
            hash(target.project()),
            options,
            base + "_restored_" + TIME.format(now),
            options.safetyCopy()
                ? Optional.of(base + "_before_" + TIME.format(now))
                : Optional.empty(),
            OverrideFile.choose(target.project(), settings.overrideFile()),
            restoreEstimate,
            warnings(target, backup, now));
    requireSpace(plan);
    requireThatTheSwapLasts(plan);
    return plan;
  }

  /**
   * Looks again, before anything is done.
   *
   * @throws ProblemException when what was approved is no longer what would be done
   */
  public void recheck(DisasterPlan plan, TargetSettings settings) throws ProblemException {
    Target now = targets.resolve(settings);
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
            OverrideFile.choose(now.project(), settings.overrideFile()),
            plan.restoreEstimate(),
            plan.warnings());
    if (!same.fingerprint().equals(plan.fingerprint())) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The project "
                  + now.project().name()
                  + " has changed since the plan was made (its files, its volume, its image or how"
                  + " it is set up), so the approvals are for something else.",
              "Ask again: the new plan shows what is different.")
          .exception();
    }
    requireSpace(same);
    requireThatTheSwapLasts(same);
  }

  private List<String> warnings(Target target, BackupFacts backup, Instant now)
      throws ProblemException {
    List<String> warnings = new ArrayList<>(target.warnings());
    if (backup.testedAt().isEmpty()) {
      warnings.add("This backup has never passed a test restore.");
    }
    if (backup.takenAt().isAfter(now)) {
      warnings.add("The backup's time is in the future; check the clocks.");
    }
    services.apply(target.project()).drift(target.server().service()).ifPresent(warnings::add);
    return warnings;
  }

  private static void requireSpace(DisasterPlan plan) throws ProblemException {
    DataVolume volume = plan.target().volume();
    long copy = Math.max(volume.bytes(), UNPACKED * plan.backup().bytes());
    long needed = copy + plan.backup().bytes() + (plan.options().safetyCopy() ? volume.bytes() : 0);
    if (volume.freeBytes() < needed) {
      throw new Problem(
              ProblemCode.DISK_FULL,
              "There is not enough room beside the database's volume: about "
                  + PlanText.size(needed)
                  + " are needed for the second copy, "
                  + PlanText.size(volume.freeBytes())
                  + " are free.",
              "Free space (docker system df; old *_restored_* volumes first), then ask again.")
          .exception();
    }
  }

  /** Asks Compose what it would make of our file, without putting it where it would count. */
  private void requireThatTheSwapLasts(DisasterPlan plan) throws ProblemException {
    DataVolume volume = plan.target().volume();
    ServiceControl control = services.apply(plan.target().project());
    ServiceControl.EffectiveVolume before = control.volume(volume.key(), Optional.empty());
    if (!before.name().equals(volume.name())) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The database runs on the volume "
                  + volume.name()
                  + ", but the project's files name "
                  + before.name()
                  + ": whoever recreates it next changes its data.",
              "Find out which of the two is right, bring the files and what runs together, then"
                  + " ask again.")
          .exception();
    }
    Path probe = null;
    try {
      probe = Files.createTempFile("restore-bot-probe", ".yaml");
      Files.writeString(probe, plan.override("a check", "before anything is done"));
      ServiceControl.EffectiveVolume after = control.volume(volume.key(), Optional.of(probe));
      if (!after.name().equals(plan.newVolume()) || !after.external()) {
        throw new Problem(
                ProblemCode.TARGET_UNSUITABLE,
                "The project's files win over the file that would name the new volume: Compose"
                    + " would still use "
                    + after.name()
                    + ".",
                "Take the volume's name out of the other files, or choose `disaster.swap: manual`.")
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
                "Let restore-bot's user read the project's folder; a bot in a container needs it"
                    + " mounted at the same path.")
            .exception(e);
      }
    }
    return Sha256.hex(all.toByteArray());
  }
}
