package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.disaster.compose.ComposeFiles;
import dev.restorebot.engine.disaster.compose.ComposeServices;
import dev.restorebot.engine.disaster.docker.DockerNewVolumes;
import dev.restorebot.engine.disaster.docker.DockerProbe;
import dev.restorebot.engine.disaster.docker.DockerTargets;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.load.Loaders;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.RequiresTmpfs;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.SmallDisk;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import dev.restorebot.engine.verify.VerificationInput;
import dev.restorebot.engine.verify.VerifySettings;
import dev.restorebot.engine.verify.check.AllChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of a disaster restore, one after the other, on a real project that the tests share. */
@RequiresDocker
@RequiresCompose
@Slow
class DisasterStoryIT {
  private static final Cancellation NEVER = Cancellation.none();
  private static final Checklist.Started NOTHING_STARTED =
      new Checklist.Started(List.of(), new NoServices());
  private static final AtomicInteger COUNT = new AtomicInteger();
  @TempDir static Path folder;
  static DockerAccess docker;
  static ComposeUnderTest app;
  static Path dump;
  static String properties;

  /** What is the database's own and in no dump of it. */
  private static final String PROPERTIES =
      "SELECT datconnlimit, datlocprovider, shobj_description(oid, 'pg_database'),"
          + " (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) a)"
          + " FROM pg_database WHERE datname = 'zenops'";

  final String id = "d" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
  final Function<ComposeProject, ServiceControl> services =
      project -> new ComposeServices(project, Optional.empty());
  final ArchiveReader reader = new ArchiveReader(new ArchiveKey("", ArchiveKey.DEFAULT_ITERATIONS));
  DockerNewVolumes volumes;
  DockerProbe probe;
  Planner planner;
  Swap swap;

  /** An application with roles and settings of its own; a backup; and a row written after it. */
  @BeforeAll
  static void start() throws IOException {
    docker = new DockerAccess(DockerSettings.withDefaults());
    app = new ComposeUnderTest(folder.resolve("app")).up();
    app.fill("saved");
    app.sql(
        "CREATE ROLE reporter LOGIN PASSWORD 'reporters-own-password';GRANT SELECT ON items TO"
            + " reporter; ALTER DATABASE zenops SET app.team TO 'night';ALTER ROLE reporter SET"
            + " statement_timeout TO '5s';CREATE ROLE auditors; COMMENT ON DATABASE zenops IS"
            + " E'it''s \\\\ the\\n"
            + "shop';ALTER DATABASE zenops CONNECTION LIMIT 55; REVOKE ALL ON DATABASE zenops FROM"
            + " PUBLIC;GRANT CONNECT ON DATABASE zenops TO reporter WITH GRANT OPTION;GRANT CREATE,"
            + " TEMPORARY ON DATABASE zenops TO auditors;");
    app.sql("ALTER SYSTEM SET log_min_duration_statement TO '4321ms'");
    properties = app.sql(PROPERTIES);
    dump = app.dump(folder.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    app.sql("INSERT INTO items (name) VALUES ('lost')");
  }

  @AfterAll
  static void stop() throws IOException {
    docker.close();
    app.close();
  }

  @BeforeEach
  void connect() {
    volumes =
        new DockerNewVolumes(
            docker,
            DockerSettings.withDefaults(),
            TargetMemory.NONE,
            new ComposeFiles(Optional.empty()),
            DisasterRig.GLOBALS);
    probe = new DockerProbe(docker);
    planner =
        new Planner(
            new DockerTargets(docker, new ComposeFiles(Optional.empty())),
            services,
            () -> 0,
            Clock.systemUTC());
    swap = new ComposeSwap(services, probe, Duration.ofSeconds(60));
  }

  @AfterEach
  void reset() throws IOException {
    app.reset();
  }

  DisasterPlan plan(PlanOptions options) throws Exception {
    BackupArchive archive = reader.readWhole(dump, p -> {}, NEVER);
    BackupFacts backup =
        new BackupFacts(
            dump,
            archive.sizeBytes(),
            archive.sha256().orElseThrow(),
            Instant.now().minusSeconds(3600),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return planner.plan(
        id, backup, app.settings(), options, Optional.of(Duration.ofMinutes(3)), List.of());
  }

  Verification fill(DisasterPlan plan) throws Exception {
    BackupArchive archive = reader.readWhole(dump, p -> {}, NEVER);
    NewVolumes.Filling filling = volumes.start(plan, p -> {}, NEVER);
    LoadSettings load = new LoadSettings(0, true, Duration.ofMinutes(5), List.of());
    LoadResult loaded =
        new Loaders(reader, load, Clock.systemUTC())
            .load(archive, filling.sandbox(), p -> {}, NEVER);
    Verification found =
        AllChecks.verifier()
            .verify(
                new VerificationInput(
                    archive,
                    loaded,
                    new VerifySettings(List.of("users"), Optional.of("a1b2c3")),
                    Optional.empty(),
                    Instant.now()),
                filling.sandbox(),
                p -> {},
                NEVER);
    filling.finish(NEVER);
    return found;
  }

  private Checklist checklist(int readyz) {
    ChecklistSettings settings =
        new ChecklistSettings(
            List.of(
                new HttpCheck("readiness", app.url("/readyz"), readyz, Optional.empty()),
                new HttpCheck("login", app.url("/login"), 200, Optional.of("asha"))),
            Optional.of("a1b2c3"),
            ChecklistSettings.ERRORS,
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(readyz == 200 ? 60 : 2),
            Duration.ofMillis(500));
    return new Checklist(probe, () -> settings);
  }

  List<CheckResult> check(DisasterPlan plan, Instant since, int readyz) {
    return checklist(readyz)
        .run(plan, Disaster.Done.NOTHING.withStart(since), NOTHING_STARTED, NEVER);
  }

  @Test
  void theApplicationServesTheRestoredRowsAndGoesBackToTheOldOnesByteForByte() throws Exception {
    DisasterPlan plan =
        plan(
            new PlanOptions(
                PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.ASK, true, AfterSwap.DEFAULT));
    String old = plan.target().volume().name();
    ServiceControl control = services.apply(plan.target().project());
    List<RoleTables> readers = checklist(200).readers(plan.target());
    assertThat(fill(plan).outcome()).isEqualTo(Outcome.PASSED);
    assertThat(app.get("/items")).as("the application is up meanwhile").isEqualTo("200 saved,lost");
    control.stop(plan.target().stopServices());
    assertThat(control.running()).containsExactly("db");
    swap.stopDatabase(plan);
    String before = volumes.hash(plan, old);
    volumes.safetyCopy(plan, NEVER);
    assertThat(volumes.hash(plan, plan.safetyVolume().orElseThrow())).isEqualTo(before);
    Instant since = Instant.now();
    swap.swapIn(plan, "Asha", "the disk\nvolumes: {}", NEVER);
    control.start(plan.target().stopServices(), plan.overrideFile());
    List<CheckResult> checks =
        checklist(200)
            .run(
                plan,
                Disaster.Done.NOTHING.withStart(since).withReaders(readers),
                NOTHING_STARTED,
                NEVER);

    assertThat(checks)
        .allSatisfy(c -> assertThat(c.status()).as(c.toString()).isEqualTo(CheckStatus.PASSED));
    assertThat(app.get("/items")).isEqualTo("200 saved");
    assertThat(control.running()).containsExactly("api", "db", "email-worker");
    assertThat(probe.mountedVolume(plan.target())).isEqualTo(plan.newVolume());
    serverIsAsBefore();
    nothingUndoesItAtTheNextDeployment(plan);
    assertThat(Checklist.passed(check(plan, Instant.now(), 418))).isFalse();

    control.stop(plan.target().stopServices());
    assertThat(volumes.hash(plan, old)).isEqualTo(before);
    goesBack(plan, control);
  }

  private void goesBack(DisasterPlan plan, ServiceControl control) throws Exception {
    swap.swapBack(plan, Optional.empty(), NEVER);
    control.start(plan.target().stopServices(), plan.overrideFile());
    assertThat(Checklist.passed(check(plan, Instant.now(), 200))).isTrue();
    assertThat(app.get("/items")).isEqualTo("200 saved,lost");
    assertThat(probe.mountedVolume(plan.target())).isEqualTo(plan.target().volume().name());
    assertThat(plan.overrideFile()).doesNotExist();
    volumes.discard(plan);
  }

  /** Roles, passwords, settings, checksums; and nothing of how the volume was filled. */
  private void serverIsAsBefore() throws IOException {
    assertThat(app.sql("SHOW data_checksums")).isEqualTo("on");
    assertThat(app.sql("SHOW fsync")).isEqualTo("on");
    assertThat(app.sql("SHOW wal_level")).isEqualTo("replica");
    assertThat(app.sql("SHOW autovacuum")).isEqualTo("on");
    assertThat(app.sql("SHOW max_connections")).isEqualTo("60");
    assertThat(app.sql("SHOW log_min_duration_statement")).isEqualTo("4321ms");
    assertThat(app.sql("SHOW app.team")).isEqualTo("night");
    assertThat(properties).contains("55|", "it's \\ the\nshop", "auditors=CT", "reporter=c*");
    assertThat(app.sql(PROPERTIES)).isEqualTo(properties);
    assertThat(
            app.sql(
                "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname ="
                    + " 'zenops'"))
        .isEqualTo("UTF8|C.UTF-8");
    assertThat(app.sql("SELECT rolconfig FROM pg_roles WHERE rolname = 'reporter'"))
        .isEqualTo("{statement_timeout=5s}");
    assertThat(app.sql("SELECT has_table_privilege('reporter', 'items', 'SELECT')")).isEqualTo("t");
    assertThat(app.sql("SELECT reltuples FROM pg_class WHERE relname = 'items'")).isEqualTo("1");
    assertThatThrownBy(() -> reporter("wrong")).hasMessageContaining("authentication failed");
    assertThat(reporter("reporters-own-password")).contains("saved");
  }

  /** From another container, since inside the database's own the server asks for no password. */
  private String reporter(String password) throws IOException {
    return app.compose(
        "exec",
        "-T",
        "-e",
        "PGPASSWORD=" + password,
        "api",
        "psql",
        "-XAt",
        "-U",
        "reporter",
        "-c",
        "SELECT name FROM items");
  }

  private void nothingUndoesItAtTheNextDeployment(DisasterPlan plan) throws Exception {
    var up = app.compose("up", "-d", "--force-recreate", "db");
    assertThat(up).isNotNull();
    assertThat(probe.mountedVolume(plan.target())).isEqualTo(plan.newVolume());
  }

  /** The whole of it, as a person would paste it who has no bot. */
  @Test
  void runbookRestoresTheApplicationByHand() throws Exception {
    DisasterPlan plan =
        plan(
            new PlanOptions(
                PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.MANUAL, true, AfterSwap.DEFAULT));
    Path script = Files.writeString(folder.resolve("runbook.sh"), plan.asRunbook());
    Path said = folder.resolve("runbook.out");
    Process hand =
        new ProcessBuilder("sh", script.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(hand.waitFor()).as("%s", Files.readString(said)).isZero();

    assertThat(Checklist.passed(check(plan, Instant.now(), 200))).isTrue();
    assertThat(app.get("/items")).isEqualTo("200 saved");
    assertThat(probe.mountedVolume(plan.target())).isEqualTo(plan.newVolume());
  }

  @Test
  void aVolumeOfThatNameThatIsThereAlreadyIsLeftAsItIs() throws Exception {
    DisasterPlan plan = plan(PlanOptions.DEFAULT);
    docker.client().createVolumeCmd().withName(plan.newVolume()).exec();

    assertThatThrownBy(() -> volumes.start(plan, p -> {}, NEVER))
        .hasMessageContaining("volume-exists");
    volumes.discard(plan);
    assertThat(docker.client().inspectVolumeCmd(plan.newVolume()).exec().getName())
        .isEqualTo(plan.newVolume());
  }

  @Test
  void anApprovalIsVoidWhenTheProjectsFilesChange() throws Exception {
    DisasterPlan plan = plan(PlanOptions.DEFAULT);
    planner.recheck(plan, app.settings());
    app.edit("stop_grace_period: 30s", "stop_grace_period: 31s");

    assertThatThrownBy(() -> planner.recheck(plan, app.settings()))
        .hasMessageContaining("has changed since the plan was made");
    assertThat(plan(PlanOptions.DEFAULT).warnings())
        .anyMatch(w -> w.contains("have changed since it was started"));
  }

  @Test
  void aSwapThatTheNextDeploymentWouldUndoIsRefusedBeforehand() throws Exception {
    Files.writeString(app.folder().resolve("compose.override.yml"), "services: {}\n");
    assertThatThrownBy(() -> plan(PlanOptions.DEFAULT))
        .hasMessageContaining("target-unsuitable")
        .hasMessageContaining("override file of its own");
    Files.delete(app.folder().resolve("compose.override.yml"));
    app.edit("  postgres_data:\n  unused:", "  postgres_data:\n    name: another\n  unused:");
    assertThatThrownBy(() -> plan(PlanOptions.DEFAULT)).hasMessageContaining("name another");
  }

  /**
   * As in a folder of somebody else; a folder takes the place of the file, since root writes all.
   */
  @Test
  @RequiresTmpfs
  void anOverrideFileThatCannotBeWrittenIsAWarningOfThePlanAndRefusesARequest() throws Exception {
    DisasterPlan writable = plan(PlanOptions.DEFAULT);
    assertThat(writable.warnings()).noneMatch(warning -> warning.contains("cannot write"));
    try (SmallDisk unused = SmallDisk.readOnly(app.folder())) {
      DisasterPlan plan = plan(PlanOptions.DEFAULT);
      assertThat(plan.warnings()).anyMatch(warning -> warning.contains("cannot write"));
      assertThatThrownBy(() -> planner.requireWritable(plan))
          .hasMessageContaining("the folder belongs to ");
    }
  }

  @Test
  void aProfileThatWasGivenByFlagIsNoReasonToRefuse() throws Exception {
    app.edit("db:\n    image: ", "db:\n    profiles: [data]\n    image: ");
    var unused = app.compose("--profile", "data", "up", "-d", "-t", "1", "db");
    app.awaitDatabase();

    assertThat(plan(PlanOptions.DEFAULT).warnings()).noneMatch(w -> w.contains("have changed"));
  }

  @Test
  void aFolderOrFileThatIsGoneIsNamedBeforeApproval() throws Exception {
    Path away = folder.resolve("away");
    Files.move(app.folder(), away);
    try {
      assertThatThrownBy(() -> plan(PlanOptions.DEFAULT))
          .hasMessageContaining("target-unsuitable")
          .hasMessageContaining("folder " + app.folder() + " is not on this machine");
    } finally {
      Files.move(away, app.folder());
    }
    Path file = app.folder().resolve("compose.yaml");
    Path renamed = Files.move(file, app.folder().resolve("renamed.yaml"));
    try {
      assertThatThrownBy(() -> plan(PlanOptions.DEFAULT))
          .hasMessageContaining("file " + file + " is not on this machine");
    } finally {
      Files.move(renamed, file);
    }
  }

  @Test
  void whatIsShownHoldsNoSecret() throws Exception {
    DisasterPlan plan = plan(PlanOptions.DEFAULT);
    String all = plan + plan.asRunbook() + plan.lines(Instant.now()) + plan.override("a", "b");

    assertThat(all).doesNotContain(ComposeUnderTest.PASSWORD);
    assertThat(plan.lines(Instant.now()))
        .contains("New volume: " + plan.newVolume())
        .anyMatch(line -> line.startsWith("DATA LOSS") && line.contains("1 h"));
    assertThat(plan.newVolume()).matches(app.name() + "_postgres_data_restored_\\d{8}_\\d{6}");
  }
}
