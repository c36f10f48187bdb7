package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Proves that a rollback would give the old volume back, before it stops anything. Changes nothing
 * but a temporary file.
 */
final class WayBack {
  private final DisasterPlan plan;
  private final ServiceControl services;
  private final ServiceControl deployed;

  WayBack(Function<ComposeProject, ServiceControl> services, DisasterPlan plan) {
    this.plan = plan;
    List<Path> files = new ArrayList<>(plan.target().project().files());
    files.remove(plan.overrideFile());
    // The override file is replaced, so what it says now does not count for the way back.
    this.services = services.apply(plan.target().project().withFiles(files));
    if (Files.exists(plan.overrideFile())) {
      files.add(plan.overrideFile());
    }
    this.deployed = services.apply(plan.target().project().withFiles(files));
  }

  /**
   * Finds what the override file has to say: what it said before the swap, or, when the project's
   * own files name the new volume by now, the old volume.
   *
   * @param before what the file said before the swap; empty when there was none
   * @return empty for no such file
   * @throws ProblemException when nothing would bring the old volume back
   */
  Optional<String> find(Optional<String> before) throws ProblemException {
    requireOurs(before);
    requireKnownDefinition();
    Optional<String> naming = Optional.of(naming());
    for (Optional<String> each : List.of(before, naming)) {
      if (leadsBack(each)) {
        return each;
      }
    }
    throw refused(
        "the project's files name another volume than "
            + oldVolumes()
            + " even when an override file names it",
        "Name "
            + oldVolumes()
            + " in the project's own files in place of "
            + plan.newVolume()
            + ".");
  }

  private void requireOurs(Optional<String> before) throws ProblemException {
    Optional<String> now = OverrideFile.read(plan.overrideFile());
    if (now.isPresent() && !now.equals(before) && !now.get().startsWith(OverrideFile.MARK)) {
      throw refused(
          plan.overrideFile() + " has content of your own by now, which would be overwritten",
          "Move it to another file.");
    }
  }

  /** A definition that was deployed since is proven by its running container. */
  private void requireKnownDefinition() throws ProblemException {
    String now = services.definition(plan.recreatedServices());
    if (plan.definition().isEmpty() || plan.definition().get().equals(now)) {
      return;
    }
    for (String service : plan.recreatedServices()) {
      Optional<String> drift = deployed.drift(service);
      if (drift.isPresent()) {
        throw refused(
            "the image or the definition of "
                + service
                + " has changed in the project's files and was not deployed",
            "Put the files back as they were, or deploy the change first: "
                + plan.target()
                    .project()
                    .shell(
                        Files.exists(plan.overrideFile())
                            ? List.of(plan.overrideFile())
                            : List.of(),
                        "up",
                        "--detach",
                        service)
                + ".");
      }
    }
  }

  private boolean leadsBack(Optional<String> content) throws ProblemException {
    return OverrideFile.tried(content, this::namesOldVolumes);
  }

  private boolean namesOldVolumes(Optional<Path> file) throws ProblemException {
    DatabaseServer server = plan.target().server();
    String storage = services.mounted(server.service(), server.dataMount(), file).name();
    if (!storage.equals(plan.target().volume().name())) {
      return false;
    }
    if (plan.newUploadsVolume().isPresent()) {
      UploadsVolume uploads = plan.target().uploads().orElseThrow();
      return services.volume(uploads.key(), file).name().equals(uploads.name());
    }
    return true;
  }

  private String oldVolumes() {
    return plan.target().volume().name()
        + plan.newUploadsVolume()
            .map(any -> " and " + plan.target().uploads().orElseThrow().name())
            .orElse("");
  }

  private String naming() {
    return OverrideFile.MARK
        + ": rollback of the disaster restore "
        + plan.id()
        + ".\n# The project's own files do not name the old volume, which is used again.\n"
        + "# Put these lines into the project's own files, then delete this file.\n"
        + plan.toGoBack();
  }

  private static ProblemException refused(String why, String hint) {
    return new Problem(
            ProblemCode.TARGET_UNSUITABLE,
            "The rollback was not started, and nothing was stopped: " + why + ".",
            hint + " Then request the rollback again.")
        .exception();
  }
}
