package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.NewVolumes;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.sandbox.docker.DockerSettings;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** New volumes in Docker. */
public final class DockerNewVolumes implements NewVolumes {
  /** The sum does not depend on times, which a server that only starts and stops may touch. */
  private static final String HASH =
      """
      cd /volume
      { find . -exec stat -c '%n %U %a %F' {} + | LC_ALL=C sort
        find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
      } | sha256sum
      """;

  private static final String COPY =
      """
      set -eu
      rm -rf /to/..?* /to/.[!.]* /to/*
      cp -a /from/. /to
      sync
      """;

  private final DockerAccess docker;
  private final DockerSettings settings;

  /** Works through that access, which stays its owner's. */
  public DockerNewVolumes(DockerAccess docker, DockerSettings settings) {
    this.docker = docker;
    this.settings = settings;
  }

  @Override
  public Filling start(DisasterPlan plan, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    progress.progress(Progress.of(0.1, "asking production for its roles"));
    Carryover carryover = Carryover.of(docker, plan.target(), cancellation);
    cancellation.check();
    create(plan, plan.newVolume(), "restored");
    progress.progress(Progress.of(0.3, "starting a server on " + plan.newVolume()));
    return DockerFilling.start(
        new FillingContainer(docker, settings, plan), carryover, settings, cancellation);
  }

  @Override
  public void discard(DisasterPlan plan) throws ProblemException {
    String container = new FillingContainer(docker, settings, plan).name();
    docker.remove(container, isOurs(plan, plan.newVolume()) ? plan.newVolume() : "");
  }

  @Override
  public void safetyCopy(DisasterPlan plan, Cancellation cancellation) throws ProblemException {
    String copy = plan.safetyVolume().orElseThrow();
    if (!isOurs(plan, copy)) {
      create(plan, copy, "safety-copy");
    }
    cancellation.check();
    var unused =
        new VolumeTool(docker, plan)
            .run(
                "copy the old volume",
                COPY,
                List.of(),
                VolumeTool.User.ROOT,
                List.of(
                    new VolumeTool.At(plan.target().volume().name(), "/from", true),
                    new VolumeTool.At(copy, "/to", false)));
  }

  @Override
  public String hash(DisasterPlan plan, String volume) throws ProblemException {
    return new VolumeTool(docker, plan)
        .run(
            "read the volume " + volume,
            HASH,
            List.of(),
            VolumeTool.User.ROOT,
            List.of(new VolumeTool.At(volume, "/volume", true)))
        .get(0)
        .split(" ")[0];
  }

  /** Docker answers a request to create an existing volume with success; a nonce tells. */
  private void create(DisasterPlan plan, String name, String role) throws ProblemException {
    String nonce = UUID.randomUUID().toString();
    Map<String, String> labels =
        Map.of(
            ComposeLabels.DISASTER, plan.id(),
            ComposeLabels.ROLE, role,
            ComposeLabels.FOR_PROJECT, plan.target().project().name(),
            ComposeLabels.VOLUME_KEY, plan.target().volume().key(),
            ComposeLabels.CREATED, plan.createdAt().toString(),
            ComposeLabels.NONCE, nonce);
    try {
      docker.client().createVolumeCmd().withName(name).withLabels(labels).exec();
      if (nonce.equals(labels(name).get(ComposeLabels.NONCE))) {
        return;
      }
    } catch (RuntimeException e) {
      throw docker.problem("create the volume " + name, e);
    }
    throw new Problem(
            ProblemCode.VOLUME_EXISTS,
            "There is a volume called " + name + " already. It was left as it is.",
            "Look whose it is: docker volume inspect "
                + name
                + ". Then ask again, for a plan with another name.")
        .exception();
  }

  private boolean isOurs(DisasterPlan plan, String volume) throws ProblemException {
    try {
      return plan.id().equals(labels(volume).get(ComposeLabels.DISASTER));
    } catch (NotFoundException e) {
      return false;
    } catch (RuntimeException e) {
      throw docker.problem("look at the volume " + volume, e);
    }
  }

  private Map<String, String> labels(String volume) {
    Map<String, String> labels = docker.client().inspectVolumeCmd(volume).exec().getLabels();
    return labels == null ? Map.of() : labels;
  }
}
