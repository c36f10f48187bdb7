package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.docker.ContainerLog;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a shell script over volumes, in a container of production's image that has no network and
 * goes when the script ends.
 */
final class VolumeTool {
  private static final Logger log = LoggerFactory.getLogger(VolumeTool.class);

  private static final long DEADLINE_HOURS = 4;
  private static final int LOG_SECONDS = 30;
  private static final Capability[] COPYING = {
    Capability.CHOWN, Capability.DAC_OVERRIDE, Capability.FOWNER, Capability.FSETID
  };

  private final DockerAccess docker;
  private final String image;
  private final String id;

  VolumeTool(DockerAccess docker, DisasterPlan plan) {
    this(docker, plan.target().server().imageId(), plan.id());
  }

  /**
   * Runs scripts in containers of that image.
   *
   * @param id the disaster restore that they belong to, in their labels
   */
  VolumeTool(DockerAccess docker, String image, String id) {
    this.docker = docker;
    this.image = image;
    this.id = id;
  }

  /** A volume or a folder and where the script finds it. */
  record At(String volume, String path, boolean readOnly) {}

  /** The user that the script runs as. Only root may copy files with their owners. */
  enum User {
    POSTGRES,
    ROOT
  }

  /** Runs the script and returns what it printed; fails when the script does. */
  List<String> run(String what, String script, List<String> parameters, User user, List<At> volumes)
      throws ProblemException {
    String name = "restore-bot-tool-" + UUID.randomUUID();
    try {
      for (At volume : volumes) {
        requireVolume(volume.volume());
      }
      create(name, script, parameters, user, volumes);
      docker.client().startContainerCmd(name).exec();
      int code =
          docker
              .client()
              .waitContainerCmd(name)
              .exec(new WaitContainerResultCallback())
              .awaitStatusCode(DEADLINE_HOURS, TimeUnit.HOURS);
      List<String> lines = ContainerLog.lines(docker.client().logContainerCmd(name), LOG_SECONDS);
      if (code != 0) {
        throw failed(what, lines.isEmpty() ? "exit code " + code : lines.get(lines.size() - 1));
      }
      return lines;
    } catch (RuntimeException e) {
      throw docker.problem(what, e);
    } finally {
      discard(name);
    }
  }

  /** Returns whether Docker has that volume, or sees that folder on its machine. */
  boolean exists(String storage) throws ProblemException {
    String name = "restore-bot-tool-" + UUID.randomUUID();
    try {
      if (DataVolume.isFolder(storage)) {
        create(name, "true", List.of(), User.ROOT, List.of(new At(storage, "/storage", true)));
      } else {
        requireVolume(storage);
      }
      return true;
    } catch (NotFoundException e) {
      return imageMissing(storage, e);
    } catch (BadRequestException e) {
      if (String.valueOf(e.getMessage()).contains("does not exist")) {
        return false;
      }
      throw docker.problem("look for " + storage, e);
    } catch (RuntimeException e) {
      throw docker.problem("look for " + storage, e);
    } finally {
      discard(name);
    }
  }

  /**
   * Removes the container. That it fails is only logged: an earlier failure matters more, and the
   * next start of the bot removes what stays.
   */
  private void discard(String container) {
    try {
      docker.remove(container, "");
    } catch (ProblemException e) {
      log.warn("{} was not removed: {}", container, e.getMessage());
    }
  }

  /** A missing volume is not there; a container that cannot be made says nothing of a folder. */
  private boolean imageMissing(String storage, NotFoundException e) throws ProblemException {
    if (DataVolume.isFolder(storage)) {
      throw docker.problem("look for " + storage, e);
    }
    return false;
  }

  /** Docker would make a missing volume, empty, and say nothing. It refuses a missing folder. */
  private void requireVolume(String storage) {
    if (!DataVolume.isFolder(storage)) {
      var unused = docker.client().inspectVolumeCmd(storage).exec();
    }
  }

  private void create(
      String name, String script, List<String> parameters, User user, List<At> volumes) {
    List<Mount> mounts =
        volumes.stream()
            .map(at -> StorageMounts.of(at.volume(), at.path(), at.readOnly()))
            .toList();
    List<String> words = new ArrayList<>(List.of("sh"));
    words.addAll(parameters);
    docker
        .client()
        .createContainerCmd(image)
        .withName(name)
        .withUser(user == User.ROOT ? "0" : "postgres")
        .withEntrypoint("sh", "-c", script)
        .withCmd(words)
        .withLabels(Map.of(ComposeLabels.DISASTER, id, ComposeLabels.ROLE, "tool"))
        .withHostConfig(
            HostConfig.newHostConfig()
                .withInit(true)
                .withNetworkMode("none")
                .withCapDrop(Capability.ALL)
                .withCapAdd(user == User.ROOT ? COPYING : new Capability[0])
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMounts(mounts))
        .exec();
  }

  private static ProblemException failed(String what, String reason) {
    boolean full = reason.contains("No space left");
    return new Problem(
            full ? ProblemCode.DISK_FULL : ProblemCode.SANDBOX_FAILED,
            "Could not " + what + ": " + reason,
            "Look at the disk of Docker's volumes, then try again.")
        .exception();
  }
}
