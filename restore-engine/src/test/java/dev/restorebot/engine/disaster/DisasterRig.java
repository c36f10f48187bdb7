package dev.restorebot.engine.disaster;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.archive.uploads.Tarball;
import dev.restorebot.engine.archive.uploads.TarballFolder;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.archive.uploads.TarballSum;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.disaster.compose.ComposeFiles;
import dev.restorebot.engine.disaster.compose.ComposeServices;
import dev.restorebot.engine.disaster.docker.DockerNewUploads;
import dev.restorebot.engine.disaster.docker.DockerNewVolumes;
import dev.restorebot.engine.disaster.docker.DockerProbe;
import dev.restorebot.engine.disaster.docker.DockerTargetLock;
import dev.restorebot.engine.disaster.docker.RememberedTargets;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.verify.VerifySettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What disaster restores are made with, put together as the bot does it, for a project under test.
 * Each step that changes something is told to a watcher.
 */
final class DisasterRig implements AutoCloseable {
  static final String HEAD = "a1b2c3";

  /** How long the application may take to answer as it should. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  static final BackupGlobals GLOBALS =
      new BackupGlobals(
          () -> new ArchiveReader(ArchiveKey.none()), BackupNames.usual(ZoneOffset.UTC));

  private static final TarballReader TARBALLS = new TarballReader(ArchiveKey.none());

  private final DockerAccess docker = new DockerAccess(DockerSettings.withDefaults());
  private final ArchiveReader reader =
      new ArchiveReader(new ArchiveKey("", ArchiveKey.DEFAULT_ITERATIONS));
  private final DockerProbe probe = new DockerProbe(docker);
  private final ProjectFiles files = new ComposeFiles(Optional.empty());
  private final TargetMemory memory;
  private final DockerNewVolumes volumes;
  private final TargetSettings target;
  private final URI ready;
  private final Duration patience;
  private final Watched watched;

  DisasterRig(TargetSettings target, URI ready, Watched watched) {
    this(target, ready, PATIENCE, watched, TargetMemory.NONE);
  }

  /** With what is remembered of the project. */
  DisasterRig(TargetSettings target, URI ready, TargetMemory memory) {
    this(target, ready, PATIENCE, Watched.NOBODY, memory);
  }

  DisasterRig(ComposeUnderTest project, Duration patience) {
    this(project.settings(), project.url("/readyz"), patience, Watched.NOBODY, TargetMemory.NONE);
  }

  DisasterRig(ComposeUnderTest project) {
    this(project, PATIENCE);
  }

  private DisasterRig(
      TargetSettings target, URI ready, Duration patience, Watched watched, TargetMemory memory) {
    this.memory = memory;
    this.volumes =
        new DockerNewVolumes(docker, DockerSettings.withDefaults(), memory, files, GLOBALS);
    this.target = target;
    this.ready = ready;
    this.patience = patience;
    this.watched = watched;
  }

  Planner planner() {
    return new Planner(
        new RememberedTargets(docker, memory, files, told -> {}, Clock.systemUTC()),
        this::services,
        () -> DiskLimits.DEFAULT.keepFree(),
        Clock.systemUTC());
  }

  DisasterRun.Tools tools() {
    VerifySettings verify = new VerifySettings(List.of("users"), Optional.of(HEAD));
    LoadSettings load = new LoadSettings(0, true, Duration.ofMinutes(5), List.of());
    return new DisasterRun.Tools(
        planner(),
        watched.restorer(
            new ArchiveRestorer(
                reader, load, verify, DiskLimits.DEFAULT, Clock.systemUTC(), TARBALLS, "")),
        watched.volumes(volumes),
        watched.uploads(new DockerNewUploads(docker, () -> TARBALLS)),
        new ComposeSwap(this::services, probe, Duration.ofSeconds(60)),
        this::services,
        probe,
        new Checklist(
            probe,
            () ->
                new ChecklistSettings(
                    List.of(new HttpCheck("readiness", ready, 200, Optional.empty())),
                    Optional.of(HEAD),
                    ChecklistSettings.ERRORS,
                    List.of(),
                    Optional.empty(),
                    patience,
                    Duration.ofMillis(500))),
        lock());
  }

  TargetLock lock() {
    return new DockerTargetLock(docker, Clock.systemUTC());
  }

  /** The volumes whose names hold that. */
  List<String> volumes(String part) {
    return docker
        .client()
        .listVolumesCmd()
        .withFilter("name", List.of(part))
        .exec()
        .getVolumes()
        .stream()
        .map(volume -> volume.getName())
        .toList();
  }

  /** A container that mounts a volume and never runs. Closing removes it. */
  Holder hold(String volume) {
    String name = "restore-bot-test-holder-" + ProcessHandle.current().pid();
    var unused =
        docker
            .client()
            .createContainerCmd(ComposeUnderTest.IMAGE)
            .withName(name)
            .withHostConfig(HostConfig.newHostConfig().withBinds(Bind.parse(volume + ":/held")))
            .exec();
    return new Holder(name, docker);
  }

  /** See {@link #hold}. */
  record Holder(String name, DockerAccess docker) implements AutoCloseable {
    @Override
    public void close() {
      docker.client().removeContainerCmd(name).exec();
    }
  }

  private ServiceControl services(ComposeProject project) {
    return watched.of(ServiceControl.class, new ComposeServices(project, Optional.empty()));
  }

  DisasterPlan plan(String id, Path dump, PlanOptions options) throws Exception {
    return plan(id, dump, options, Optional.empty());
  }

  /** With an archive of uploads. */
  DisasterPlan plan(String id, Path dump, PlanOptions options, Optional<Path> uploads)
      throws Exception {
    Optional<UploadsFacts> facts = Optional.empty();
    if (uploads.isPresent()) {
      TarballSum sum = new TarballSum(new TarballFolder(""));
      Tarball read =
          TARBALLS.readWhole(uploads.get(), Optional.empty(), sum, told -> {}, Cancellation.none());
      facts = Optional.of(UploadsFacts.of(uploads.get(), read, Instant.now(), "", sum));
    }
    BackupArchive archive = reader.readWhole(dump, told -> {}, Cancellation.none());
    BackupFacts backup =
        new BackupFacts(
            dump,
            archive.sizeBytes(),
            archive.sha256().orElseThrow(),
            Instant.now().minusSeconds(3600),
            Optional.empty(),
            facts,
            Optional.of(DumpedDatabase.of(archive)),
            Optional.empty(),
            Optional.empty(),
            GLOBALS.beside(dump));
    return planner().plan(id, backup, target, options, Optional.empty(), List.of());
  }

  /** A run of it. */
  DisasterRun run(Disaster disaster, DisasterStore store) {
    return run(disaster, store, now -> {});
  }

  DisasterRun run(Disaster disaster, DisasterStore store, DisasterListener listener) {
    return new DisasterRun(
        disaster,
        tools(),
        watched.of(DisasterStore.class, store),
        listener,
        Clock.systemUTC(),
        Cancellation.none());
  }

  DatabaseProbe probe() {
    return probe;
  }

  /** What makes, fills and deletes volumes. */
  NewVolumes volumes() {
    return volumes;
  }

  /** SHA-256 over the files of a volume. */
  String hash(DisasterPlan plan, String volume) throws Exception {
    return volumes.hash(plan, volume);
  }

  String mounted(DisasterPlan plan) throws Exception {
    return probe.mountedVolume(plan.target());
  }

  /** The volume that a service has at that path. */
  String mounted(DisasterPlan plan, String service, String path) throws Exception {
    return probe.mountedVolume(plan.target(), service, path);
  }

  @Override
  public void close() {
    docker.close();
  }
}
