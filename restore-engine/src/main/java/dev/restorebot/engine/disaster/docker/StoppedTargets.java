package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.DumpedDatabase;
import dev.restorebot.engine.disaster.FactSource;
import dev.restorebot.engine.disaster.Outage;
import dev.restorebot.engine.disaster.ProjectFiles;
import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.ResolvedProject;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a target whose server cannot be asked: its container is stopped, restarts again and again,
 * or is gone, maybe with the whole project. Its facts come from what is left of it in Docker, from
 * what was remembered while it ran, else from a server on a copy of its volume, from the backup and
 * from the project's files.
 */
final class StoppedTargets {
  private static final Logger log = LoggerFactory.getLogger(StoppedTargets.class);
  private static final String CONTAINER = "its container";
  private static final String FILES = "the project's Compose files";

  private final DockerAccess docker;
  private final ProjectFiles files;
  private final TargetMemory memory;
  private final ProgressListener progress;
  private final InstantSource clock;

  StoppedTargets(
      DockerAccess docker,
      ProjectFiles files,
      TargetMemory memory,
      ProgressListener progress,
      InstantSource clock) {
    this.docker = docker;
    this.files = files;
    this.memory = memory;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Finds the target.
   *
   * @param recalled what its server told when it last ran
   * @param running why it could not be found as one that runs
   * @throws ProblemException that one, when too little is known; or why it cannot be restored
   */
  Target resolve(
      TargetSettings settings,
      Optional<RememberedTarget> recalled,
      Optional<BackupFacts> backup,
      ProblemException running)
      throws ProblemException {
    Optional<DumpedDatabase> dumped = backup.flatMap(BackupFacts::dumped);
    if (recalled.isEmpty() && dumped.isEmpty()) {
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
    List<String> warnings = new ArrayList<>();
    ComposeProject project =
        project(settings, all, recalled, sources)
            .orElseThrow(() -> StoppedWords.unknownProject(settings, running))
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
    StoppedServers servers =
        new StoppedServers(
            docker, new ServerImage(docker, progress, warnings), settings, resolved, recalled);
    StoppedServers.Found found =
        container.isPresent() ? servers.ofContainer(container.get()) : servers.ofFiles(service);
    warnings.addAll(0, warnings(found, container));
    DataVolume volume =
        new VolumeSizes(docker, found.server()).of(found.mount(), found.missing(), recalled);
    Optional<KnownServer> known =
        recalled.isPresent() || found.missing() || up
            ? recalled.map(KnownServer::of)
            : copied(settings, found.server(), volume, warnings);
    StoppedFacts facts = new StoppedFacts(known, dumped, backup.flatMap(BackupFacts::globals));
    ClusterFacts cluster =
        new StoppedCluster(found.server().environment(), found.server().command())
            .facts(known, dumped, sources, warnings);
    sources.add(facts.source());
    List<String> unknown = facts.unknown(cluster.superuser(), service);
    if (known.isEmpty()) {
      warnings.addAll(
          StoppedWords.todo(
              unknown,
              facts.file().isPresent(),
              project,
              settings.databaseService(),
              cluster.superuser()));
    }
    StoppedWords.warnOfServices(settings, warnings);
    Target target =
        new Target(
            project,
            settings.database(),
            found.server(),
            volume,
            cluster,
            settings.stopServices(),
            ProjectContainers.running(all),
            warnings,
            new StoppedUploads(docker, settings).find(resolved),
            Optional.of(
                new Outage(
                    StoppedWords.why(settings, container, running),
                    found.missing(),
                    sources,
                    facts.roles(cluster),
                    unknown)),
            Optional.empty());
    if (recalled.isEmpty()) {
      known.ifPresent(told -> remember(settings, target, told));
    }
    return target;
  }

  private List<String> warnings(
      StoppedServers.Found found, Optional<InspectContainerResponse> container)
      throws ProblemException {
    String volume = found.mount().volume();
    if (found.missing()) {
      return List.of(StoppedWords.noWayBack(volume));
    }
    List<String> sharers =
        new DataMounts(docker)
            .others(volume, container.map(InspectContainerResponse::getId).orElse(""));
    return sharers.isEmpty()
        ? List.of()
        : List.of(
            "Other containers also use the database's volume and keep the old one: "
                + String.join(", ", sharers)
                + ".");
  }

  /**
   * Asks on a copy of the old volume; when that is not possible, says why, and others are asked.
   */
  private Optional<KnownServer> copied(
      TargetSettings settings, DatabaseServer server, DataVolume volume, List<String> warnings)
      throws ProblemException {
    progress.progress(Progress.of(0, "asking a copy of the volume " + volume.name()));
    List<String> told = new ArrayList<>();
    try {
      KnownServer known =
          new VolumeCopy(docker, server, volume, settings.project())
              .ask(settings.database(), told, clock.instant());
      warnings.addAll(told);
      return Optional.of(known);
    } catch (ProblemException e) {
      if (e.problem().code() == ProblemCode.TARGET_UNSUITABLE) {
        throw e;
      }
      log.info("the volume {} could not be asked on a copy", volume.name(), e);
      warnings.add(
          "The old "
              + volume.noun()
              + " "
              + volume.name()
              + " could not be asked on a copy: "
              + e.problem().message().replaceFirst("\\.$", "")
              + ".");
      return Optional.empty();
    }
  }

  /** The restore itself and the next plan need them too; the volume is not copied again. */
  private void remember(TargetSettings settings, Target target, KnownServer told) {
    Outage outage = target.outage().orElseThrow();
    Target plain =
        new Target(
            target.project(),
            target.database(),
            target.server(),
            target.volume(),
            target.cluster(),
            target.stopServices(),
            target.running(),
            List.of(),
            target.uploads(),
            Optional.of(new Outage(outage.why(), false, List.of(), List.of(), List.of())),
            Optional.empty());
    try {
      memory.remember(settings.name(), new RememberedTarget(told.takenAt(), plain, told.globals()));
    } catch (StateException e) {
      log.warn("what the copy told of {} was not remembered", settings.name(), e);
    }
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
      throw StoppedWords.noService(settings.databaseService(), resolved.services().keySet());
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
      if (settings.services().inProject()
          && !there.contains(service)
          && !resolved.services().containsKey(service)) {
        throw StoppedWords.noService(service, resolved.services().keySet());
      }
    }
  }
}
