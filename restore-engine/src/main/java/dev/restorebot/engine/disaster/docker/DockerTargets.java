package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.ContainerEnvironment;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.ProjectFiles;
import dev.restorebot.engine.disaster.ResolvedProject;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.Targets;
import dev.restorebot.engine.disaster.UploadsVolume;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the target by Compose's labels and by asking the running server. */
public final class DockerTargets implements Targets {
  private static final Logger log = LoggerFactory.getLogger(DockerTargets.class);
  private static final String SIZES =
      """
      echo $$
      if [ -L "$1/pg_wal" ]; then echo "wal $(readlink "$1/pg_wal")"; fi
      owner=$(stat -c %u "$1"); own=$(id -u postgres)
      if [ -n "$owner" ] && [ -n "$own" ] && [ "$owner" != "$own" ]; then
        echo "owner $(stat -c %u:%g "$1")"
      fi
      du -sk "$1" 2>/dev/null | while read -r k rest; do echo "used $k"; done
      df -Pk "$1" | while read -r fs size used free rest; do echo "free $free"; done
      """;
  private static final long KIB = 1024;

  private final DockerAccess docker;
  private final ProjectFiles files;

  /** Inspects through that access, which its owner closes. */
  public DockerTargets(DockerAccess docker, ProjectFiles files) {
    this.docker = docker;
    this.files = files;
  }

  @Override
  public Target resolve(TargetSettings settings) throws ProblemException {
    Optional<Problem> unreachable = docker.unreachable();
    if (unreachable.isPresent()) {
      throw unreachable.get().exception();
    }
    ProjectContainers containers = new ProjectContainers(docker, settings.project());
    List<Container> all = containers.all();
    Container database = containers.single(settings.databaseService());
    InspectContainerResponse container = containers.inspect(database.getId());
    String name = container.getName().replaceFirst("^/", "");
    requireRunning(settings, container, name);
    requireServices(settings, all);

    List<String> warnings = new ArrayList<>();
    ProductionPsql psql = new ProductionPsql(docker, name);
    String pgdata = psql.rows("postgres", "SHOW data_directory", Cancellation.none()).get(0).get(0);
    DataMounts mounts = new DataMounts(docker);
    ComposeProject project = containers.project(database).withProfiles(settings.place().profiles());
    DataMounts.Found mount =
        mounts.find(
            container, pgdata, settings.project(), resolved(project), settings.databaseService());
    requireSameImage(
        container, image -> TargetRefusals.otherImage(settings.databaseService(), image));
    Optional<UploadsVolume> uploads = uploads(settings, containers, all, warnings);
    ClusterFacts cluster = new ClusterQuestions(psql).ask(settings.database(), warnings);
    DataVolume volume = sized(container, name, pgdata, mount);
    if (volume.anonymous()) {
      warnings.add(
          "The database's volume has no name in the project's files. After the swap nothing uses"
              + " it, and `docker volume prune` or `docker compose down -v` deletes it, and with it"
              + " the way back.");
    }
    List<String> sharers = mounts.others(mount.volume(), container.getId());
    if (!sharers.isEmpty()) {
      warnings.add(
          "Other containers also use the database's volume and keep the old one: "
              + String.join(", ", sharers)
              + ".");
    }
    List<String> running = ProjectContainers.running(all);
    warnOfServicesThatStay(settings, running, warnings);
    return new Target(
        project,
        settings.database(),
        server(settings, container, name, pgdata, mount),
        volume,
        cluster,
        settings.stopServices(),
        running,
        warnings,
        uploads,
        Optional.empty(),
        Optional.empty());
  }

  private Optional<UploadsVolume> uploads(
      TargetSettings settings,
      ProjectContainers containers,
      List<Container> all,
      List<String> warnings)
      throws ProblemException {
    if (settings.uploadsVolume().isEmpty()) {
      return Optional.empty();
    }
    DataMounts mounts = new DataMounts(docker);
    UploadsVolume volume =
        new UploadsMounts(mounts, containers, settings).find(settings.uploadsVolume().get(), all);
    Set<String> inProject = new HashSet<>();
    for (Container each : all) {
      inProject.add(each.getNames()[0].substring(1));
      String service = ProjectContainers.service(each);
      if (volume.services().contains(service)) {
        requireSameImage(
            containers.inspect(each.getId()),
            image -> TargetRefusals.otherUploadsImage(service, image));
      }
    }
    List<String> others =
        mounts.others(volume.name(), "").stream().filter(c -> !inProject.contains(c)).toList();
    if (!others.isEmpty()) {
      warnings.add(
          "Other containers also use the volume of uploads and keep the old one: "
              + String.join(", ", others)
              + ".");
    }
    return Optional.of(volume);
  }

  private static void requireRunning(
      TargetSettings settings, InspectContainerResponse container, String name)
      throws ProblemException {
    InspectContainerResponse.ContainerState state = container.getState();
    if (!"running".equals(state.getStatus())) {
      throw TargetRefusals.notRunning(settings.databaseService(), name, state.getStatus());
    }
  }

  private static void requireServices(TargetSettings settings, List<Container> all)
      throws ProblemException {
    List<String> there = ProjectContainers.services(all);
    for (String service : settings.stopServices()) {
      if (service.equals(settings.databaseService())) {
        throw TargetRefusals.unsuitable(
            "The settings list the database's own service " + service + " among those to stop.",
            "Remove it from `disaster.stop`: the swap stops the database.");
      }
      if (settings.services().inProject() && !there.contains(service)) {
        throw TargetRefusals.noService(settings.project(), service, there);
      }
    }
  }

  private void requireSameImage(
      InspectContainerResponse container, Function<String, ProblemException> refusal)
      throws ProblemException {
    String name = container.getConfig().getImage();
    String now;
    try {
      now = docker.client().inspectImageCmd(String.valueOf(name)).exec().getId();
    } catch (NotFoundException e) {
      now = "";
    } catch (RuntimeException e) {
      throw docker.problem("inspect the image " + name, e);
    }
    if (!container.getImageId().equals(now)) {
      throw refusal.apply(name);
    }
  }

  /** Files that cannot be read are the plan's problem: here the volume's labels tell its key. */
  private Optional<ResolvedProject> resolved(ComposeProject project) {
    try {
      return Optional.of(files.resolve(project));
    } catch (ProblemException e) {
      log.warn("the files of {} cannot be resolved: {}", project.name(), e.getMessage());
      return Optional.empty();
    }
  }

  private DataVolume sized(
      InspectContainerResponse inspected, String container, String pgdata, DataMounts.Found mount)
      throws ProblemException {
    long used = 0;
    long free = 0;
    Optional<String> owner = Optional.empty();
    List<String> lines = new ArrayList<>();
    docker.run(container, SIZES, List.of(pgdata), lines::add, Cancellation.none());
    for (String line : lines) {
      String[] words = line.split(" ", 2);
      if (words[0].equals("wal")) {
        throw TargetRefusals.outside("its WAL is at " + words[1]);
      }
      if (words[0].equals("owner")) {
        owner = Optional.of(words[1]);
      }
      if (words.length == 2 && words[1].matches("\\d+")) {
        long bytes = Long.parseLong(words[1]) * KIB;
        used = words[0].equals("used") ? bytes : used;
        free = words[0].equals("free") ? bytes : free;
      }
    }
    if (mount.kind() == DataVolume.Kind.FOLDER) {
      free = FolderPlace.free(docker, inspected.getImageId(), mount.volume());
    }
    return new DataVolume(mount.volume(), mount.key(), used, free, mount.kind(), owner);
  }

  private static DatabaseServer server(
      TargetSettings settings,
      InspectContainerResponse container,
      String name,
      String pgdata,
      DataMounts.Found mount) {
    String[] command = container.getConfig().getCmd();
    String[] environment = container.getConfig().getEnv();
    return new DatabaseServer(
        settings.databaseService(),
        name,
        container.getConfig().getImage(),
        container.getImageId(),
        command == null ? List.of() : List.of(command),
        ContainerEnvironment.of(environment == null ? List.of() : List.of(environment)),
        mount.mount(),
        pgdata,
        List.copyOf(container.getNetworkSettings().getNetworks().keySet()));
  }

  private static void warnOfServicesThatStay(
      TargetSettings settings, List<String> running, List<String> warnings) {
    List<String> stay =
        running.stream()
            .filter(service -> !service.equals(settings.databaseService()))
            .filter(service -> !settings.stopServices().contains(service))
            .toList();
    if (!stay.isEmpty()) {
      warnings.add(
          "These services keep running during the restore: "
              + String.join(", ", stay)
              + ". If one of them writes to the database, add it to `disaster.stop`.");
    }
  }
}
