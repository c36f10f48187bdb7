package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.ContainerEnvironment;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.DumpedDatabase;
import dev.restorebot.engine.disaster.FactSource;
import dev.restorebot.engine.disaster.Outage;
import dev.restorebot.engine.disaster.ProjectFiles;
import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.ResolvedProject;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.UploadsVolume;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds a target whose server cannot be asked: its container is stopped, restarts again and again,
 * or is gone, maybe with the whole project. Its facts come from what is left of it in Docker, from
 * what was remembered while it ran, from the backup and from the project's files.
 */
final class StoppedTargets {
  private static final String CONTAINER = "its container";
  private static final String FILES = "the project's Compose files";

  /** The official image's data folder, until its version 17. */
  private static final String USUAL_PGDATA = "/var/lib/postgresql/data";

  private final DockerAccess docker;
  private final ProjectFiles files;

  StoppedTargets(DockerAccess docker, ProjectFiles files) {
    this.docker = docker;
    this.files = files;
  }

  /**
   * Finds the target.
   *
   * @param memory what its server told when it last ran
   * @param running why it could not be found as one that runs
   * @throws ProblemException that one, when too little is known; or why it cannot be restored
   */
  Target resolve(
      TargetSettings settings,
      Optional<RememberedTarget> memory,
      Optional<BackupFacts> backup,
      ProblemException running)
      throws ProblemException {
    Optional<DumpedDatabase> dumped = backup.flatMap(BackupFacts::dumped);
    if (memory.isEmpty() && dumped.isEmpty()) {
      throw running;
    }
    ProjectContainers containers = new ProjectContainers(docker, settings.project());
    List<Container> all = containers.present();
    List<Container> databases =
        all.stream()
            .filter(each -> ProjectContainers.service(each).equals(settings.databaseService()))
            .toList();
    boolean up = databases.stream().anyMatch(each -> "running".equals(each.getState()));
    if (databases.size() > 1 || (up && running.problem().code() == ProblemCode.TARGET_NOT_FOUND)) {
      throw running; // another service is missing
    }
    List<FactSource> sources = new ArrayList<>();
    ComposeProject project =
        project(settings, all, memory, sources)
            .orElseThrow(() -> unknownProject(settings, running))
            .withProfiles(settings.place().profiles());
    ResolvedProject resolved = files.resolve(project);
    ResolvedProject.Service service = service(settings, resolved);
    requireServices(settings, resolved, all);

    Optional<InspectContainerResponse> container =
        databases.isEmpty()
            ? Optional.empty()
            : Optional.of(containers.inspect(databases.get(0).getId()));
    sources.add(
        FactSource.now("Image, command and volume", container.isPresent() ? CONTAINER : FILES));
    StoppedServer found =
        container.isPresent()
            ? ofContainer(settings, container.get(), resolved, memory)
            : ofFiles(settings, service, resolved, memory);
    List<String> warnings = new ArrayList<>();
    boolean missing = found.missing();
    if (missing) {
      warnings.add(noWayBack(found.mount().volume()));
    }
    List<String> sharers =
        missing
            ? List.of()
            : new DataMounts(docker)
                .others(
                    found.mount().volume(),
                    container.map(InspectContainerResponse::getId).orElse(""));
    if (!sharers.isEmpty()) {
      warnings.add(
          "Other containers also use the database's volume and keep the old one: "
              + String.join(", ", sharers)
              + ".");
    }
    ClusterFacts cluster =
        new StoppedCluster(found.server().environment(), found.server().command())
            .facts(memory, dumped, sources, warnings);
    List<String> roles =
        memory
            .map(RememberedTarget::globals)
            .orElseGet(
                () ->
                    RolesOfBackup.globals(
                        dumped.orElseThrow().roles(), cluster.superuser(), Optional.empty()))
            .rolesWithoutPasswords();
    List<String> unknown =
        memory.isPresent()
            ? List.of()
            : unknownRoles(dumped.orElseThrow(), cluster.superuser(), service);
    sources.add(
        memory
            .map(known -> FactSource.remembered("Roles and passwords", known.takenAt()))
            .orElseGet(
                () ->
                    FactSource.now(
                        "Roles", "the backup's owners and grants; nobody knows their passwords")));
    warnings.addAll(todo(unknown, memory, project, settings, cluster));
    warnOfServices(settings, warnings);
    return new Target(
        project,
        settings.database(),
        found.server(),
        new VolumeSizes(docker, found.server()).of(found.mount(), missing, memory),
        cluster,
        settings.stopServices(),
        ProjectContainers.running(all),
        warnings,
        uploads(settings, resolved),
        Optional.of(
            new Outage(why(settings, container, running), missing, sources, roles, unknown)),
        Optional.empty());
  }

  private static Optional<ComposeProject> project(
      TargetSettings settings,
      List<Container> all,
      Optional<RememberedTarget> memory,
      List<FactSource> sources) {
    String group = "Compose project and its files";
    if (!all.isEmpty()) {
      Container any =
          all.stream()
              .filter(each -> ProjectContainers.service(each).equals(settings.databaseService()))
              .findFirst()
              .orElse(all.get(0));
      sources.add(FactSource.now(group, "the labels of its containers"));
      return Optional.of(ProjectContainers.project(settings.project(), any));
    }
    Optional<ComposeProject> configured = settings.place().project(settings.project());
    if (configured.isPresent()) {
      sources.add(FactSource.now(group, "the settings"));
      return configured;
    }
    memory.ifPresent(known -> sources.add(FactSource.remembered(group, known.takenAt())));
    return memory.map(known -> known.target().project().asDeployedNext());
  }

  private static ResolvedProject.Service service(TargetSettings settings, ResolvedProject resolved)
      throws ProblemException {
    ResolvedProject.Service service = resolved.services().get(settings.databaseService());
    if (service == null) {
      throw noService(settings.databaseService(), resolved.services().keySet());
    }
    return service;
  }

  private static void requireServices(
      TargetSettings settings, ResolvedProject resolved, List<Container> all)
      throws ProblemException {
    List<String> there = ProjectContainers.services(all);
    for (String service : settings.stopServices()) {
      if (service.equals(settings.databaseService())) {
        throw TargetRefusals.unsuitable(
            "The settings list the database's own service " + service + " among those to stop.",
            "Remove it from `disaster.stop`: the swap stops the database.");
      }
      if (!there.contains(service) && !resolved.services().containsKey(service)) {
        throw noService(service, resolved.services().keySet());
      }
    }
  }

  private StoppedServer ofContainer(
      TargetSettings settings,
      InspectContainerResponse container,
      ResolvedProject resolved,
      Optional<RememberedTarget> memory)
      throws ProblemException {
    String[] environment = container.getConfig().getEnv();
    ContainerEnvironment values =
        ContainerEnvironment.of(environment == null ? List.of() : List.of(environment));
    String pgdata = pgdata(values, memory);
    DataMounts.Found mount =
        new DataMounts(docker)
            .find(
                container,
                pgdata,
                settings.project(),
                Optional.of(resolved),
                settings.databaseService());
    String image = container.getConfig().getImage();
    if (!container.getImageId().equals(image(image).getId())) {
      throw TargetRefusals.otherImage(settings.databaseService(), image);
    }
    String[] command = container.getConfig().getCmd();
    return new StoppedServer(
        new DatabaseServer(
            settings.databaseService(),
            container.getName().replaceFirst("^/", ""),
            image,
            container.getImageId(),
            command == null ? List.of() : List.of(command),
            values,
            mount.mount(),
            pgdata,
            List.copyOf(container.getNetworkSettings().getNetworks().keySet())),
        mount,
        !exists(container.getImageId(), mount.volume()));
  }

  private StoppedServer ofFiles(
      TargetSettings settings,
      ResolvedProject.Service service,
      ResolvedProject resolved,
      Optional<RememberedTarget> memory)
      throws ProblemException {
    // Compose's own name for an image that it builds.
    String name =
        service.image().isEmpty()
            ? settings.project() + "-" + settings.databaseService()
            : service.image();
    InspectImageResponse image = image(name);
    ContainerConfig config = image.getConfig();
    List<String> environment = new ArrayList<>();
    if (config != null && config.getEnv() != null) {
      environment.addAll(List.of(config.getEnv()));
    }
    environment.addAll(service.environment());
    ContainerEnvironment values = ContainerEnvironment.of(environment);
    String pgdata = pgdata(values, memory);
    DataMounts.Found mount = mount(settings.databaseService(), service, resolved, pgdata);
    boolean missing = !exists(image.getId(), mount.volume());
    if (!missing && mount.kind() != DataVolume.Kind.FOLDER) {
      new DataMounts(docker).requirePlain(mount.volume());
    }
    List<String> command = service.command();
    if (command.isEmpty() && config != null && config.getCmd() != null) {
      command = List.of(config.getCmd());
    }
    return new StoppedServer(
        new DatabaseServer(
            settings.databaseService(),
            settings.project() + "-" + settings.databaseService() + "-1",
            name,
            image.getId(),
            command,
            values,
            mount.mount(),
            pgdata,
            List.of()),
        mount,
        missing);
  }

  private static String pgdata(ContainerEnvironment values, Optional<RememberedTarget> memory) {
    return memory
        .map(known -> known.target().server().pgdata())
        .or(() -> values.get("PGDATA"))
        .orElse(USUAL_PGDATA);
  }

  private static DataMounts.Found mount(
      String name, ResolvedProject.Service service, ResolvedProject resolved, String pgdata)
      throws ProblemException {
    Optional<ResolvedProject.Mount> mount = service.at(pgdata);
    if (mount.isEmpty()) {
      throw TargetRefusals.noMount(pgdata);
    }
    DataMounts.requireWhole(
        pgdata, service.mounts().stream().map(ResolvedProject.Mount::path).toList());
    String key = mount.get().source();
    if (mount.get().type().equals("bind")) {
      return new DataMounts.Found(key, "", mount.get().path(), DataVolume.Kind.FOLDER);
    }
    if (!mount.get().type().equals("volume")) {
      throw TargetRefusals.unsuitable(
          "The database's files are on a mount of the type " + mount.get().type() + ".",
          "Move the data to a named volume or a folder first.");
    }
    if (key.isEmpty()) {
      throw TargetRefusals.unsuitable(
          "The database's volume has no name in the project's files, so no file can name a"
              + " replacement.",
          "Give the database a named volume in the project's files first.");
    }
    return DataMounts.named(
        resolved.volumes().getOrDefault(key, key),
        key,
        mount.get().path(),
        Optional.of(resolved),
        name);
  }

  private InspectImageResponse image(String name) throws ProblemException {
    try {
      return docker.client().inspectImageCmd(String.valueOf(name)).exec();
    } catch (NotFoundException e) {
      throw new Problem(
              ProblemCode.IMAGE_MISSING,
              "The database's image " + name + " is not on this machine.",
              "Get it (docker pull " + name + "), then try again.")
          .exception(e);
    } catch (RuntimeException e) {
      throw docker.problem("inspect the image " + name, e);
    }
  }

  private boolean exists(String image, String storage) throws ProblemException {
    return new VolumeTool(docker, image, "plan").exists(storage);
  }

  /** By the files: some of the containers may be gone. */
  private Optional<UploadsVolume> uploads(TargetSettings settings, ResolvedProject resolved)
      throws ProblemException {
    if (settings.uploadsVolume().isEmpty()) {
      return Optional.empty();
    }
    String key = settings.uploadsVolume().get();
    List<UploadsVolume.Mount> mounts = new ArrayList<>();
    for (String name : new TreeSet<>(resolved.services().keySet())) {
      resolved.services().get(name).mounts().stream()
          .filter(each -> each.type().equals("volume") && each.source().equals(key))
          .map(each -> new UploadsVolume.Mount(name, each.path()))
          .forEach(mounts::add);
    }
    String volume = resolved.volumes().getOrDefault(key, key);
    if (mounts.isEmpty()) {
      throw TargetRefusals.uploadsVolumes(key, List.of());
    }
    if (!exists("", volume)) {
      throw TargetRefusals.unsuitable(
          "The volume of uploads " + volume + " no longer exists.",
          "Create it empty (docker volume create " + volume + "), then try again.");
    }
    for (UploadsVolume.Mount mount : mounts) {
      if (!settings.stopServices().contains(mount.service())
          && !settings.databaseService().equals(mount.service())) {
        throw TargetRefusals.uploadsInUse(mount.service(), volume);
      }
    }
    return Optional.of(new UploadsVolume(volume, key, mounts));
  }

  /** The superuser's password is in the environment, if anywhere. */
  private static List<String> unknownRoles(
      DumpedDatabase dumped, String superuser, ResolvedProject.Service service) {
    boolean known = SuperuserPassword.of(service).isPresent();
    return Stream.concat(Stream.of(superuser), dumped.roles().stream())
        .distinct()
        .filter(role -> !known || !role.equals(superuser))
        .toList();
  }

  private static List<String> todo(
      List<String> unknown,
      Optional<RememberedTarget> memory,
      ComposeProject project,
      TargetSettings settings,
      ClusterFacts cluster) {
    if (memory.isPresent()) {
      return List.of();
    }
    List<String> todo = new ArrayList<>();
    String psql =
        project.shell(
            List.of(),
            "exec",
            settings.databaseService(),
            "psql",
            "-U",
            cluster.superuser(),
            "-d",
            "postgres");
    for (String role : unknown) {
      todo.add(
          "Nobody knows the password of the role "
              + role
              + ". After the restore, set it: "
              + psql
              + ", then: "
              + RolesOfBackup.login(role)
              + " and \\password "
              + role);
    }
    todo.add(
        "Nobody knows the settings stored with the database and its roles (ALTER DATABASE … SET,"
            + " ALTER ROLE … SET), memberships of roles, and whether the server had other"
            + " databases: they are not restored.");
    return todo;
  }

  private static void warnOfServices(TargetSettings settings, List<String> warnings) {
    if (!settings.stopServices().isEmpty()) {
      warnings.add(
          "The database does not run, so nobody knows which services ran before: after the swap, "
              + settings.databaseService()
              + " and all of these are started: "
              + String.join(", ", settings.stopServices())
              + ".");
    }
  }

  private static String noWayBack(String volume) {
    return "NO WAY BACK: the old volume "
        + volume
        + " no longer exists. There is no safety copy, and this restore cannot be rolled back.";
  }

  private static String why(
      TargetSettings settings,
      Optional<InspectContainerResponse> container,
      ProblemException running) {
    if (container.isEmpty()) {
      return "The service " + settings.databaseService() + " has no container.";
    }
    String status = String.valueOf(container.get().getState().getStatus());
    String name = container.get().getName().replaceFirst("^/", "");
    Integer restarts = container.get().getRestartCount();
    if (status.equals("restarting") || (restarts != null && restarts > 1)) {
      return "The container " + name + " restarts again and again.";
    }
    if (!status.equals("running")) {
      return "The container " + name + " is not running (it is " + status + ").";
    }
    return "The container "
        + name
        + " runs, but its server does not answer"
        + (running.problem().code() == ProblemCode.CONNECTION_LOST
            ? ": " + running.problem().message()
            : ".");
  }

  private static ProblemException unknownProject(
      TargetSettings settings, ProblemException running) {
    return new Problem(
            ProblemCode.TARGET_NOT_FOUND,
            running.problem().message()
                + " Nothing was remembered of it either, so its files cannot be found.",
            "Set `disaster.project-directory` to the folder of the project "
                + settings.project()
                + " (and `disaster.compose-files` if it is started with -f), or correct"
                + " `disaster.project`.")
        .exception(running);
  }

  private static ProblemException noService(String service, Collection<String> services) {
    return new Problem(
            ProblemCode.TARGET_NOT_FOUND,
            "The project's files have no service called "
                + service
                + ". They have: "
                + String.join(", ", new TreeSet<>(services))
                + ".",
            "Correct the service's name in the settings.")
        .exception();
  }

  /** The server as it was, and the volume that its data is or was on. */
  private record StoppedServer(DatabaseServer server, DataMounts.Found mount, boolean missing) {}
}
