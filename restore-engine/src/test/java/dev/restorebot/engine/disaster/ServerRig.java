package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.archive.uploads.TarballReader;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.disaster.jdbc.JdbcTargetMemory;
import dev.restorebot.engine.disaster.server.DatabaseMemory;
import dev.restorebot.engine.disaster.server.ServerNewDatabases;
import dev.restorebot.engine.disaster.server.ServerProbe;
import dev.restorebot.engine.disaster.server.ServerSwap;
import dev.restorebot.engine.disaster.server.ServerSwapProof;
import dev.restorebot.engine.disaster.server.ServerTargetLock;
import dev.restorebot.engine.disaster.server.ServerTargets;
import dev.restorebot.engine.disaster.server.ServerTools;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateKey;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.testing.PostgresUnderTest;
import dev.restorebot.engine.verify.VerifySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Disaster restores of a database in a server, with all real parts. */
final class ServerRig implements AutoCloseable {
  static final String ROLE = "restorer";

  private final ArchiveReader reader =
      new ArchiveReader(new ArchiveKey("", ArchiveKey.DEFAULT_ITERATIONS));
  private final PostgresUnderTest server;
  private final Path folder;
  private final JdbcDisasterStore store;
  private final DatabaseProbe probe = new ServerProbe(mock(DatabaseProbe.class));
  private final StateDatabase state = StateDatabase.inMemory();
  private final DockerAccess docker;
  private final ServerTools programs;
  private final DatabaseMemory memory;
  private static int count;

  ServerRig(PostgresUnderTest server, Path folder, JdbcDisasterStore store) throws IOException {
    this(server, folder, store, DockerSettings.withDefaults());
  }

  private ServerRig(
      PostgresUnderTest server, Path folder, JdbcDisasterStore store, DockerSettings images)
      throws IOException {
    this.docker = new DockerAccess(images);
    this.programs = new ServerTools(docker);
    this.server = server;
    this.folder = folder;
    this.store = store;
    this.memory =
        new DatabaseMemory(
            JdbcTargetMemory.in(state, StateKey.open(folder.resolve("facts.key"))),
            Clock.systemUTC());
  }

  TargetSettings settings(String role, String password) throws Exception {
    return settings(role, password, server.port());
  }

  TargetSettings settings(String role, String password, int port) throws Exception {
    Path file = Files.writeString(folder.resolve("password-" + role), password + "\n");
    return settings(
        new ServerAddress(
            "127.0.0.1",
            port,
            role,
            Optional.of(file),
            Optional.empty(),
            "prefer",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "postgres",
            Optional.empty()));
  }

  /** As the role that has a certificate and no password. */
  TargetSettings certified(Path root, Optional<Path> certificate, Optional<Path> key) {
    return settings(
        new ServerAddress(
            "127.0.0.1",
            server.port(),
            PostgresUnderTest.CERTIFIED,
            Optional.empty(),
            Optional.empty(),
            "verify-full",
            Optional.of(root),
            certificate,
            key,
            "postgres",
            Optional.empty()));
  }

  private static TargetSettings settings(ServerAddress address) {
    return new TargetSettings(
        "zenops",
        "db",
        "zenops",
        List.of("api"),
        Optional.empty(),
        Optional.empty(),
        ProjectPlace.UNKNOWN,
        ServiceSettings.COMPOSE,
        Optional.of(address));
  }

  /** With no other programs than those of that folder. */
  TargetSettings withTools(Path tools) throws Exception {
    ServerAddress usual = settings().server().orElseThrow();
    return settings(
        new ServerAddress(
            usual.host(),
            usual.port(),
            usual.user(),
            usual.passwordFile(),
            usual.passwordVariable(),
            usual.sslmode(),
            usual.sslRootCertificate(),
            usual.sslCertificate(),
            usual.sslKey(),
            usual.maintenanceDatabase(),
            Optional.of(tools)));
  }

  /** The same without any image. */
  ServerRig withoutImages() throws IOException {
    DockerSettings usual = DockerSettings.withDefaults();
    return new ServerRig(
        server,
        folder,
        store,
        new DockerSettings(
            "none:{major}",
            usual.defaultMajor(),
            usual.prefix(),
            false,
            usual.memoryBytes(),
            usual.cpus(),
            usual.pidsLimit(),
            usual.shmBytes(),
            usual.dockerHost(),
            usual.startTimeout(),
            List.of()));
  }

  TargetSettings settings() throws Exception {
    return settings(ROLE, PostgresUnderTest.PASSWORD);
  }

  DatabaseProbe probe() {
    return probe;
  }

  TargetLock lock() {
    return new ServerTargetLock(Clock.systemUTC());
  }

  DisasterPlan plan(TargetSettings settings, Path dump) throws Exception {
    return plan(settings, dump, PlanOptions.DEFAULT);
  }

  DisasterPlan plan(TargetSettings settings, Path dump, PlanOptions options) throws Exception {
    BackupArchive archive = reader.readWhole(dump, told -> {}, Cancellation.none());
    BackupFacts backup =
        new BackupFacts(
            dump,
            archive.sizeBytes(),
            archive.sha256().orElseThrow(),
            Instant.now().minusSeconds(3600),
            Optional.empty(),
            Optional.empty(),
            Optional.of(DumpedDatabase.of(archive)),
            Optional.empty(),
            archive.header().database(),
            Optional.empty());
    count++;
    // Each plan has names of its own, also of the same second.
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(count));
    return new Planner(
            new ServerTargets(any -> new NoServices(), programs, memory),
            new ServerSwapProof(programs, memory),
            () -> 0,
            clock)
        .plan(
            "srv" + count,
            backup,
            settings,
            options,
            Optional.of(Duration.ofMinutes(1)),
            List.of());
  }

  /** One that is not stored. */
  Disaster asked(TargetSettings settings, DisasterPlan plan) {
    return Disaster.requested(
        new Actor("cli:asha", "Asha"), "a bad migration", "cli:x", "req", settings, plan);
  }

  /** Stores one whose approvals are there. */
  Disaster approved(TargetSettings settings, DisasterPlan plan) {
    Disaster asked = asked(settings, plan);
    assertThat(store.insert(asked)).isTrue();
    assertThat(store.update(asked.become(DisasterState.PREPARING, Instant.now()))).isPresent();
    return stored(asked);
  }

  Disaster stored(Disaster disaster) {
    return store.find(disaster.id()).orElseThrow();
  }

  DisasterRun run(Disaster disaster) {
    return run(disaster, swap -> swap);
  }

  /** With a swap that a test changes. */
  DisasterRun run(Disaster disaster, UnaryOperator<Swap> changed) {
    return run(disaster, changed, now -> {});
  }

  DisasterRun run(Disaster disaster, UnaryOperator<Swap> changed, DisasterListener listener) {
    LoadSettings load = new LoadSettings(0, true, Duration.ofMinutes(5), List.of());
    VerifySettings verify = new VerifySettings(List.of("users"), Optional.empty());
    return new DisasterRun(
        disaster,
        new DisasterRun.Tools(
            new Planner(
                new ServerTargets(any -> new NoServices(), programs, memory),
                new ServerSwapProof(programs, memory),
                () -> 0,
                Clock.systemUTC()),
            new ArchiveRestorer(
                reader,
                load,
                verify,
                DiskLimits.DEFAULT,
                Clock.systemUTC(),
                new TarballReader(ArchiveKey.none()),
                ""),
            new ServerNewDatabases(programs, memory),
            mock(NewUploads.class),
            changed.apply(new ServerSwap(Duration.ofSeconds(20), memory)),
            any -> new NoServices(),
            probe,
            new Checklist(
                probe,
                () ->
                    new ChecklistSettings(
                        List.of(),
                        Optional.empty(),
                        ChecklistSettings.ERRORS,
                        List.of(),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(500))),
            lock()),
        store,
        listener,
        Clock.systemUTC(),
        Cancellation.none());
  }

  /** Restores it until it waits for go. */
  Disaster restored(Path dump) throws Exception {
    return restored(dump, PlanOptions.DEFAULT);
  }

  Disaster restored(Path dump, PlanOptions options) throws Exception {
    return restored(settings(), dump, options);
  }

  Disaster restored(TargetSettings settings, Path dump, PlanOptions options) throws Exception {
    return run(approved(settings, plan(settings, dump, options))).drive();
  }

  @Override
  public void close() {
    docker.close();
    state.close();
  }
}
