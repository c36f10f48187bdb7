package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
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
import java.util.function.LongSupplier;
import org.apache.commons.codec.digest.DigestUtils;

/** Makes plans, and refuses those that could not be completed. Changes nothing. */
public final class Planner {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

  private final Targets targets;
  private final Function<ComposeProject, ServiceControl> services;
  private final LongSupplier keepFree;
  private final InstantSource clock;

  /**
   * Inspects targets through these.
   *
   * @param keepFree the free bytes below which a restore is stopped, at the moment
   */
  public Planner(
      Targets targets,
      Function<ComposeProject, ServiceControl> services,
      LongSupplier keepFree,
      InstantSource clock) {
    this.targets = targets;
    this.services = services;
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
    ProjectFolder.require(target.project());
    options.afterSwap().requireStopped(target.stopServices());
    BackupFit.requireNotNewer(backup, target.cluster());
    Instant now = clock.instant();
    String base =
        target.volume().anonymous()
            ? target.project().name() + "_" + target.server().service()
            : target.volume().base();
    List<String> warnings = new ArrayList<>(warnings(target, backup, now));
    warnings.addAll(notes);
    Path override = OverrideFile.choose(target.project(), settings.overrideFile());
    warnings.addAll(deployments(target.project(), settings, override));
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
            options.with(settings.services()),
            base + "_restored_" + TIME.format(now),
            options.safetyCopy() && target.hasWayBack()
                ? Optional.of(base + "_before_" + TIME.format(now))
                : Optional.empty(),
            override,
            restoreEstimate,
            warnings,
            newUploads,
            kept(override, target, newUploads),
            Optional.empty(),
            List.of());
    requireSpace(plan);
    requireThatTheSwapLasts(plan);
    return plan.withDefinition(Optional.of(definition(plan)));
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
    ProjectFolder.require(now.project());
    Path override = OverrideFile.choose(now.project(), settings.overrideFile());
    DisasterPlan found =
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
            kept(override, now, plan.newUploadsVolume()),
            Optional.empty(),
            plan.notes());
    // A plan of an earlier version has no definition.
    DisasterPlan same =
        plan.definition().isEmpty() ? found : found.withDefinition(Optional.of(definition(found)));
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

  /**
   * Looks at how all containers of the project were deployed: the newest shows how the next
   * deployment goes. A container that has not changed keeps the label of an earlier one, so the
   * others are a warning.
   */
  private List<String> deployments(ComposeProject project, TargetSettings settings, Path override)
      throws ProblemException {
    List<List<Path>> all = services.apply(project).deployments();
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      List<Path> files = all.get(i);
      if (files.contains(override) || files.equals(project.files())) {
        continue;
      }
      ComposeProject deployed = project.withFiles(files);
      try {
        var unused = OverrideFile.choose(deployed, settings.overrideFile());
      } catch (ProblemException e) {
        if (i == 0 && settings.overrideFile().isEmpty()) {
          throw e;
        }
        warnings.add(
            "Containers of the project were deployed with "
                + String.join(", ", files.stream().map(Path::toString).toList())
                + ". Such a deployment returns to the old volume unless it names "
                + override
                + " as its last -f.");
      }
    }
    return warnings;
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

  private String definition(DisasterPlan plan) throws ProblemException {
    return services.apply(plan.target().project()).definition(plan.recreatedServices());
  }

  /**
   * Proves right before the swap stops anything that Compose would carry it out as approved.
   *
   * @throws ProblemException when the files or an image have changed since
   */
  void requireSwap(DisasterPlan plan) throws ProblemException {
    if (plan.definition().isPresent() && !plan.definition().get().equals(definition(plan))) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The swap was not started, and nothing was stopped for it: the definition or the"
                  + " image of "
                  + String.join(", ", plan.recreatedServices())
                  + " has changed since the plan was approved.",
              "Put the project's files and the image back as they were and confirm the swap again;"
                  + " or abandon this restore and request it again.")
          .exception();
    }
    requireThatTheSwapLasts(plan);
    var unused = withServices(plan.target(), plan.options().services());
  }

  /**
   * Proves before a rollback stops anything that Compose would give the old volume back.
   *
   * @param before what the override file said before the swap; empty when there was none
   * @return what it has to say for the way back; empty for no such file
   * @throws ProblemException when the old volume would not come back, with what to do
   */
  Optional<String> requireWayBack(DisasterPlan plan, Optional<String> before)
      throws ProblemException {
    var unused = withServices(plan.target(), plan.options().services());
    return new WayBack(services, plan).find(before);
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

  private void requireSpace(DisasterPlan plan) throws ProblemException {
    DataVolume volume = plan.target().volume();
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

  /** Asks Compose what it would make of our file, without putting it where it would count. */
  private void requireThatTheSwapLasts(DisasterPlan plan) throws ProblemException {
    DataVolume volume = plan.target().volume();
    DatabaseServer server = plan.target().server();
    requireThatTheSwapLasts(
        plan,
        "The database runs",
        (control, file) -> control.mounted(server.service(), server.dataMount(), file),
        volume.name(),
        plan.newVolume());
    if (plan.newUploadsVolume().isPresent()) {
      UploadsVolume uploads = plan.target().uploads().orElseThrow();
      requireThatTheSwapLasts(
          plan,
          "The uploads are",
          (control, file) -> control.volume(uploads.key(), file),
          uploads.name(),
          plan.newUploadsVolume().get());
    }
  }

  private void requireThatTheSwapLasts(
      DisasterPlan plan, String what, Effective storage, String old, String wanted)
      throws ProblemException {
    ServiceControl control = services.apply(plan.target().project());
    ServiceControl.EffectiveVolume before = storage.in(control, Optional.empty());
    boolean unnamed = before.name().isEmpty() && DataVolume.anonymous(old);
    if (!unnamed && !before.name().equals(old)) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              what
                  + " on "
                  + DataVolume.called(old)
                  + ", but the project's files name "
                  + (before.name().isEmpty() ? "no storage there" : before.name())
                  + ": the next time the service is recreated, its data changes.",
              "Find out which of the two is right, make the files and the running containers"
                  + " match, then request the restore again.")
          .exception();
    }
    ServiceControl.EffectiveVolume after =
        OverrideFile.tried(
            Optional.of(plan.override("a check", "before anything is done")),
            file -> storage.in(control, file));
    if (!after.name().equals(wanted) || !after.external()) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The project's files override the file that would name the new "
                  + (DataVolume.isFolder(wanted) ? "folder" : "volume")
                  + ": Compose would still use "
                  + after.name()
                  + ".",
              "Remove its name from the other files, or set `disaster.swap: manual`.")
          .exception();
    }
  }

  /** Asks Compose for what its files mean. */
  private interface Effective {
    ServiceControl.EffectiveVolume in(ServiceControl control, Optional<Path> withFile)
        throws ProblemException;
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
