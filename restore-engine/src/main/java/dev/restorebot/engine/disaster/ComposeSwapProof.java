package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;

/** Asks Compose whether its files would carry the swap out and keep it. */
public final class ComposeSwapProof implements SwapProof {
  private final Function<ComposeProject, ServiceControl> services;

  /** Asks through that. */
  public ComposeSwapProof(Function<ComposeProject, ServiceControl> services) {
    this.services = services;
  }

  @Override
  public void requireReachable(Target target) throws ProblemException {
    ProjectFolder.require(target.project());
  }

  @Override
  public Path overrideFile(Target target, TargetSettings settings) throws ProblemException {
    return OverrideFile.choose(target.project(), settings.overrideFile());
  }

  @Override
  public void requireWritable(PlanOptions options, Path override) throws ProblemException {
    if (options.swap() != PlanOptions.Swap.MANUAL) {
      OverrideFile.requireWritable(override);
    }
  }

  @Override
  public List<String> warnings(
      Target target, TargetSettings settings, Path override, boolean withUploads)
      throws ProblemException {
    List<String> warnings = new ArrayList<>();
    ServiceControl control = services.apply(target.project());
    control.requireImage(target.server().service());
    control.drift(target.server().service()).ifPresent(warnings::add);
    if (withUploads) {
      for (String service : target.uploads().get().services()) {
        if (!service.equals(target.server().service())) {
          control.requireImage(service);
          control.drift(service).ifPresent(warnings::add);
        }
      }
    }
    warnings.addAll(deployments(target.project(), settings, override));
    return warnings;
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

  @Override
  public Optional<String> definition(DisasterPlan plan) throws ProblemException {
    return Optional.of(defined(plan));
  }

  private String defined(DisasterPlan plan) throws ProblemException {
    return services.apply(plan.target().project()).definition(plan.recreatedServices());
  }

  @Override
  public void requireSwap(DisasterPlan plan) throws ProblemException {
    if (plan.definition().isPresent() && !plan.definition().get().equals(defined(plan))) {
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
    requireWritable(plan.options(), plan.overrideFile());
    requireLasting(plan);
  }

  @Override
  public Optional<String> requireWayBack(DisasterPlan plan, Optional<String> before)
      throws ProblemException {
    requireWritable(plan.options(), plan.overrideFile());
    return new WayBack(services, plan).find(before);
  }

  @Override
  public Map<String, String> kept(Path override, Target target, Optional<String> newUploads)
      throws ProblemException {
    Map<String, String> kept = OverrideFile.declared(override);
    kept.remove(target.volume().key());
    if (newUploads.isPresent()) {
      kept.remove(target.uploads().orElseThrow().key());
    }
    return kept;
  }

  @Override
  public void requireLasting(DisasterPlan plan) throws ProblemException {
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

  @Override
  public String hash(Target target) throws ProblemException {
    ComposeProject project = target.project();
    List<Path> files = new ArrayList<>(project.files());
    files.addAll(project.envFiles());
    files.add(project.workingDir().resolve(".env"));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : files) {
      try {
        all.writeBytes((file + "\n").getBytes(StandardCharsets.UTF_8));
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
