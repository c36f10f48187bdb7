package dev.restorebot.engine.sandbox.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.ChosenImage;
import dev.restorebot.engine.docker.ContainerRemoval;
import dev.restorebot.engine.docker.ContainerScripts;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A volume with the data folder that initdb makes with an image, to be copied for the next
 * sandboxes: that takes about a tenth of initdb's time.
 *
 * <p>A container makes it, and stays, stopped: its exit code says that the folder is whole. No
 * server ever runs on the folder, and sandboxes have it read-only. The superuser in it has no
 * password; each sandbox sets its own. Whatever goes wrong here costs time only: then initdb makes
 * the folder.
 */
final class PreparedVolume {
  private static final Logger log = LoggerFactory.getLogger(PreparedVolume.class);

  /** The time for which one is used; then it is made again. */
  private static final Duration USED = Duration.ofDays(30);

  /** The time until one that could not be made is tried again. */
  private static final Duration FAILED = Duration.ofHours(1);

  /** The same for all bots: what they prepare is the same. */
  private static final String NAME = "restore-bot-prepared-";

  private static final int DIGITS = 13;
  private static final long MEMORY = 512L << 20;
  private static final long ONE_CPU = 1_000_000_000;
  private static final long PIDS = 64;

  private final DockerConnection docker;
  private final ChosenImage image;
  private final String container;
  private final String volume;

  PreparedVolume(DockerConnection docker, ChosenImage image) {
    this.docker = docker;
    this.image = image;
    String key =
        String.join(
            "\n",
            image.id(),
            image.dataMount(),
            image.user(),
            ContainerPlan.INITDB,
            ContainerScripts.PREPARE);
    String id = UUID.nameUUIDFromBytes(key.getBytes(UTF_8)).toString().substring(0, DIGITS);
    this.container = NAME + id;
    this.volume = container.replace('-', '_');
  }

  /** Returns the volume's name when it can be copied. */
  Optional<String> ready() {
    try {
      return isWhole(docker.client().inspectContainerCmd(container).exec())
          ? Optional.of(volume)
          : Optional.empty();
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      log.info("whether {} is prepared is not known: {}", volume, e.toString());
      return Optional.empty();
    }
  }

  /** Of that image and not of another that has its name now, made without an error, and not old. */
  private boolean isWhole(InspectContainerResponse made) {
    InspectContainerResponse.ContainerState state = made.getState();
    Map<String, String> labels = made.getConfig().getLabels();
    return "exited".equals(state.getStatus())
        && Long.valueOf(0).equals(state.getExitCodeLong())
        && image.id().equals(made.getImageId())
        && labels != null
        && age(labels).compareTo(USED) <= 0;
  }

  private static Duration age(Map<String, String> labels) {
    return Duration.between(Labels.created(labels), Instant.now());
  }

  /** Removes it, because a sandbox did not start with it; the next one makes it again. */
  void discard() {
    try {
      new ContainerRemoval(docker).remove(container, "");
      removeUnused(volume);
    } catch (ProblemException | RuntimeException e) {
      log.warn("{} was not removed: {}", volume, e.toString());
    }
  }

  /** Begins to make it, unless it is there or is being made, and removes old ones. */
  void make() {
    try {
      removeOld();
      create();
      docker.client().startContainerCmd(container).exec();
    } catch (ConflictException another) {
      log.debug("{} is there", container);
    } catch (ProblemException | RuntimeException e) {
      log.info("{} was not made: {}", volume, e.toString());
    }
  }

  private void create() {
    Map<String, String> labels =
        Map.of(Labels.PREPARED, volume, Labels.CREATED, Instant.now().toString());
    docker
        .client()
        .createContainerCmd(image.name())
        .withName(container)
        .withUser(image.user())
        .withEnv(
            "POSTGRES_INITDB_ARGS=" + ContainerPlan.INITDB,
            "PGDATA=" + ContainerPlan.dataFolder(image),
            "TZ=UTC")
        .withEntrypoint("sh", "-c", ContainerScripts.PREPARE)
        .withCmd(List.of())
        .withLabels(labels)
        .withHostConfig(
            HostConfig.newHostConfig()
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMemory(MEMORY)
                .withMemorySwap(MEMORY)
                .withNanoCPUs(ONE_CPU)
                .withPidsLimit(PIDS)
                .withNetworkMode("none")
                .withMounts(
                    List.of(
                        new Mount()
                            .withType(MountType.VOLUME)
                            .withSource(volume)
                            .withTarget(image.dataMount())
                            .withVolumeOptions(new VolumeOptions().withLabels(labels)))))
        .exec();
  }

  /** Removes those whose time is over, and volumes whose container somebody removed. */
  private void removeOld() throws ProblemException {
    Set<String> kept = new HashSet<>();
    ContainerRemoval removal = new ContainerRemoval(docker);
    for (Container each : containers(docker)) {
      String of = each.getLabels().get(Labels.PREPARED);
      if (over(each)) {
        removal.remove(of.replace('_', '-'), "");
      } else {
        kept.add(of);
      }
    }
    for (String each : volumes()) {
      if (!kept.contains(each)) {
        removeUnused(each);
      }
    }
  }

  private static boolean over(Container container) {
    return age(container.getLabels()).compareTo(isUsable(container) ? USED : FAILED) > 0;
  }

  private List<String> volumes() {
    var found =
        docker
            .client()
            .listVolumesCmd()
            .withFilter("label", List.of(Labels.PREPARED))
            .exec()
            .getVolumes();
    return found == null ? List.of() : found.stream().map(each -> each.getName()).toList();
  }

  private void removeUnused(String name) {
    try {
      docker.client().removeVolumeCmd(name).exec();
    } catch (NotFoundException gone) {
      log.debug("{} is gone", name);
    } catch (ConflictException used) {
      log.debug("a sandbox still uses {}", name);
    }
  }

  private static boolean isUsable(Container container) {
    return container.getStatus().startsWith("Exited (0)");
  }

  /** Returns how many can be copied. */
  static int count(DockerConnection docker) {
    return Math.toIntExact(containers(docker).stream().filter(PreparedVolume::isUsable).count());
  }

  private static List<Container> containers(DockerConnection docker) {
    return docker
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(Labels.PREPARED))
        .exec();
  }
}
