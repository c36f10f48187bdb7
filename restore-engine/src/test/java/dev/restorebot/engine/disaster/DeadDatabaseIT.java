package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.compose.ComposeFiles;
import dev.restorebot.engine.disaster.docker.RememberedTargets;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.disaster.jdbc.JdbcTargetMemory;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateKey;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.TestDocker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Production's database does not run, in each of the ways in which that happens. The tests share a
 * project, which runs before each of them and is looked at once.
 */
@RequiresDocker
@RequiresCompose
@Slow
class DeadDatabaseIT {
  private static final PlanOptions AUTOMATIC =
      new PlanOptions(
          PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.AUTOMATIC, true, AfterSwap.DEFAULT);
  private static final String DATA = "/var/lib/postgresql/data";

  @TempDir static Path shared;
  private static ComposeUnderTest project;
  private static Path dump;

  @TempDir Path folder;
  private StateDatabase state;
  private JdbcDisasterStore store;
  private TargetMemory memory;
  private DisasterRig rig;

  @BeforeAll
  static void up() throws Exception {
    project = new ComposeUnderTest(shared.resolve("app"));
    start();
    dump = project.dump(shared.resolve("zenops_db_2026-02-09_14-30-00.dump"));
  }

  private static void start() throws Exception {
    project.up();
    project.fill("saved");
    project.sql(
        "CREATE ROLE reporter LOGIN PASSWORD 'reporters-own-password';"
            + "GRANT SELECT ON items TO reporter; ALTER DATABASE zenops SET app.team TO 'night'");
    project.sql("ALTER SYSTEM SET log_min_duration_statement TO '4321ms'");
  }

  @AfterAll
  static void down() throws Exception {
    project.close();
  }

  @BeforeEach
  void open() throws Exception {
    state = StateDatabase.open(folder.resolve("state.db"));
    store = new JdbcDisasterStore(state);
    memory = JdbcTargetMemory.in(state, StateKey.open(folder.resolve("facts.key")));
    rig = new DisasterRig(project.settings(), project.url("/readyz"), memory);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
    state.close();
    project.reset();
  }

  private DisasterPlan plan() throws Exception {
    return rig.plan("dead" + ProcessHandle.current().pid(), dump, AUTOMATIC);
  }

  private static List<String> sources(DisasterPlan plan) {
    return plan.target().outage().orElseThrow().sources().stream()
        .map(source -> source.text(plan.createdAt()))
        .toList();
  }

  private Disaster run(DisasterPlan plan) {
    return run(plan, project.settings());
  }

  private Disaster run(DisasterPlan plan, TargetSettings settings) {
    Disaster asked =
        Disaster.requested(new Actor("slack:U1", "Asha"), "down", "-", "none", settings, plan);
    assertThat(store.insert(asked)).isTrue();
    return rig.run(
            store.update(asked.become(DisasterState.PREPARING, Instant.now())).orElseThrow(), store)
        .drive();
  }

  /** Plans while it runs, which remembers it. */
  private DisasterPlan remembered() throws Exception {
    DisasterPlan plan = plan();
    assertThat(plan.target().outage()).isEmpty();
    String stored =
        Files.readString(folder.resolve("state.db"), StandardCharsets.ISO_8859_1)
            + Files.readString(folder.resolve("state.db-wal"), StandardCharsets.ISO_8859_1);
    assertThat(stored).contains(project.name()).doesNotContain("SCRAM-SHA-256", "ROLE reporter");
    return plan;
  }

  @Test
  void restoresFromRememberedFactsAfterDown() throws Exception {
    DisasterPlan before = remembered();
    var unused = project.compose("down", "-t", "1");

    DisasterPlan plan = plan();
    assertThat(plan.target().cluster()).isEqualTo(before.target().cluster());
    assertThat(plan.target().volume().name()).isEqualTo(before.target().volume().name());
    assertThat(plan.target().server().imageId()).isEqualTo(before.target().server().imageId());
    assertThat(plan.target().server().command()).isEqualTo(before.target().server().command());
    assertThat(plan.target().volume().freeBytes()).isPositive();
    assertThat(sources(plan))
        .contains(
            "Roles and passwords: remembered 0 min ago, because the server does not run.",
            "Image, command and volume: the project's Compose files.");
    assertThat(plan.asRunbook())
        .contains("CREATE ROLE reporter;", "\\password reporter", " up -d --no-deps")
        .doesNotContain("docker exec " + project.name() + "-db-1", "SCRAM-SHA-256");

    Disaster ended = run(plan);
    assertThat(ended.state()).as(String.valueOf(ended.problem())).isEqualTo(DisasterState.DONE);
    serverIsAsBefore();
    assertThat(project.get("/items")).isEqualTo("200 saved");
    assertThat(project.compose("ps", "--services", "--status", "running").lines())
        .containsExactlyInAnyOrder("api", "db", "email-worker");
    assertThat(rig.mounted(plan)).isEqualTo(plan.newVolume());
  }

  private void serverIsAsBefore() throws Exception {
    assertThat(project.sql("SHOW log_min_duration_statement")).isEqualTo("4321ms");
    assertThat(project.sql("SHOW app.team")).isEqualTo("night");
    assertThat(project.sql("SHOW data_checksums")).isEqualTo("on");
    assertThat(login("reporter", "reporters-own-password")).isEqualTo("1");
  }

  private String login(String role, String password) throws Exception {
    return project
        .compose(
            "exec",
            "-T",
            "-e",
            "PGPASSWORD=" + password,
            "db",
            "psql",
            "-XAtq",
            "-h",
            "127.0.0.1",
            "-U",
            role,
            "-d",
            "zenops",
            "-c",
            "SELECT count(*) FROM items")
        .strip();
  }

  @Test
  void restoresWithoutAWayBackWhenTheVolumeIsRemoved() throws Exception {
    DisasterPlan before = remembered();
    var unused = project.compose("down", "-t", "1");
    remove(before.target().volume().name());
    try {
      DisasterPlan anew = afterUpOnAnEmptyVolume();
      assertThat(anew.target().cluster()).isEqualTo(before.target().cluster());
      assertThat(anew.warnings().get(0)).contains("was probably created again");
      remove(before.target().volume().name());

      nothingIsRemembered();

      DisasterPlan plan = plan();
      assertThat(plan.warnings().get(0)).startsWith("NO WAY BACK: the old volume ");
      assertThat(plan.lines(plan.createdAt()).get(1)).startsWith("NO WAY BACK: the old volume ");
      assertThat(plan.safetyVolume()).isEmpty();
      assertThat(plan.asRunbook()).doesNotContain(":/from:ro", "# To roll back");

      Disaster ended = run(plan);
      assertThat(ended.state()).as(String.valueOf(ended.problem())).isEqualTo(DisasterState.DONE);
      serverIsAsBefore();
      assertThat(project.get("/items")).isEqualTo("200 saved");
    } finally {
      Files.deleteIfExists(project.folder().resolve("compose.override.yaml"));
      var down = project.compose("down", "-t", "1");
      assertThat(down).isEmpty();
      start();
    }
  }

  /** Then the backup and the project's files tell what they can. */
  private void nothingIsRemembered() throws Exception {
    try (DisasterRig forgetful =
        new DisasterRig(placed(), project.url("/readyz"), TargetMemory.NONE)) {
      DisasterPlan plan = forgetful.plan("dead" + ProcessHandle.current().pid(), dump, AUTOMATIC);
      assertThat(plan.target().cluster().locale().collate()).isEqualTo("C.UTF-8");
      assertThat(plan.target().cluster().checksums()).isTrue();
      assertThat(plan.target().cluster().superuser()).isEqualTo("zenops");
      assertThat(plan.target().outage().orElseThrow().rolesWithoutPassword())
          .containsExactly("reporter");
      assertThat(plan.warnings())
          .anySatisfy(
              warning ->
                  assertThat(warning)
                      .contains("password of the role reporter", "ALTER ROLE \"reporter\" LOGIN"));
    }
  }

  /** Somebody's first thought: the image makes an empty database, without production's roles. */
  private DisasterPlan afterUpOnAnEmptyVolume() throws Exception {
    project.up();
    DisasterPlan plan = plan();
    var down = project.compose("down", "-t", "1");
    assertThat(down).isEmpty();
    return plan;
  }

  private TargetSettings placed() {
    TargetSettings settings = project.settings();
    return TargetSettings.ofCompose(
        settings.project(),
        settings.databaseService(),
        settings.database(),
        settings.stopServices(),
        Optional.empty(),
        Optional.empty(),
        new ProjectPlace(Optional.of(project.folder()), List.of(), List.of(), List.of()));
  }

  @Test
  void asksACopyOfTheOldVolumeWhenNothingIsRemembered() throws Exception {
    String volume = volume();
    var unused = project.compose("down", "-t", "1");
    assertThatThrownBy(this::plan)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().message()).contains("Nothing was remembered of it");
              assertThat(e.problem().hint()).contains("disaster.project-directory");
            });

    rig.close();
    rig = new DisasterRig(placed(), project.url("/readyz"), memory);
    DisasterPlan plan = plan();
    String before = rig.hash(plan, volume);
    assertThat(plan.target().project().files())
        .containsExactly(project.folder().resolve("compose.yaml"));
    assertThat(sources(plan))
        .contains(
            "Roles and passwords: from a copy of the old volume, asked 0 min ago.",
            "Encoding, locale and checksums: from a copy of the old volume, asked 0 min ago.");
    assertThat(plan.target().cluster().checksums()).isTrue();
    assertThat(plan.target().outage().orElseThrow().rolesWithoutPassword()).isEmpty();
    assertThat(plan.warnings()).noneMatch(warning -> warning.contains("Nobody knows"));
    assertThat(leftovers()).isEmpty();

    Disaster ended = run(plan, placed());
    assertThat(ended.state()).as(String.valueOf(ended.problem())).isEqualTo(DisasterState.DONE);
    serverIsAsBefore();
    assertThat(project.get("/items")).isEqualTo("200 saved");
    assertThat(rig.hash(plan, volume)).isEqualTo(before);
  }

  /** A server on a damaged or an empty volume tells nothing, so the next source is asked. */
  @Test
  void takesRolesFromTheFileBesideTheBackupWhenTheVolumeIsDamaged() throws Exception {
    String volume = volume();
    Path globals = dump.resolveSibling("zenops_globals_2026-02-09_14-30-00.sql");
    Files.writeString(
        globals,
        project.compose("exec", "-T", "db", "pg_dumpall", "--globals-only", "-U", "zenops"));
    var stopped = project.compose("stop", "-t", "1", "db");
    assertThat(stopped).isEmpty();
    shell("mv " + DATA + "/global/pg_control " + DATA + "/lost");
    try {
      DisasterPlan plan = plan();
      assertThat(plan.target().volume().name()).isEqualTo(volume);
      assertThat(plan.warnings())
          .anySatisfy(
              warning ->
                  assertThat(warning)
                      .startsWith("The old volume " + volume + " could not be asked on a copy: ")
                      .contains("did not start"));
      assertThat(sources(plan))
          .contains(
              "Roles and passwords: the file " + globals.getFileName() + " beside the backup.");
      assertThat(plan.asRunbook()).doesNotContain("SCRAM-SHA-256");
      assertThat(leftovers()).isEmpty();

      Disaster ended = run(plan);
      assertThat(ended.state()).as(String.valueOf(ended.problem())).isEqualTo(DisasterState.DONE);
      assertThat(login("reporter", "reporters-own-password")).isEqualTo("1");
      assertThat(project.get("/items")).isEqualTo("200 saved");
    } finally {
      Files.deleteIfExists(globals);
      Files.deleteIfExists(project.folder().resolve("compose.override.yaml"));
      var down = project.compose("stop", "-t", "1", "db");
      assertThat(down).isEmpty();
      shell("mv " + DATA + "/lost " + DATA + "/global/pg_control");
      var up = project.compose("up", "-d", "-t", "1", "--force-recreate");
      assertThat(up).isEmpty();
    }
  }

  @Test
  void aKilledQuestionToACopyLeavesNothingAfterTheNextStart() throws Exception {
    try (DockerClient client = TestDocker.client();
        DockerAccess docker = new DockerAccess(DockerSettings.withDefaults())) {
      Map<String, String> labels = Map.of("dev.restore-bot.disaster", "facts:" + project.name());
      client.createVolumeCmd().withName(project.name() + "-facts").withLabels(labels).exec();
      var created =
          client
              .createContainerCmd("postgres:15-alpine")
              .withLabels(labels)
              .withEntrypoint("sleep", "600")
              .withHostConfig(
                  HostConfig.newHostConfig().withBinds(Bind.parse(project.name() + "-facts:/copy")))
              .exec();
      client.startContainerCmd(created.getId()).exec();
      assertThat(leftovers()).hasSize(2);

      new RememberedTargets(
              docker, memory, new ComposeFiles(Optional.empty()), told -> {}, Clock.systemUTC())
          .sweep(project.settings());
      assertThat(leftovers()).isEmpty();
    }
  }

  /** The containers and volumes of questions to a copy. */
  private static List<String> leftovers() throws Exception {
    try (DockerClient client = TestDocker.client()) {
      String label = "dev.restore-bot.disaster=facts:" + project.name();
      List<String> all = new ArrayList<>();
      client
          .listContainersCmd()
          .withShowAll(true)
          .withFilter("label", List.of(label))
          .exec()
          .forEach(each -> all.add(each.getId()));
      client
          .listVolumesCmd()
          .withFilter("label", List.of(label))
          .exec()
          .getVolumes()
          .forEach(each -> all.add(each.getName()));
      return all;
    }
  }

  private static String volume() throws Exception {
    try (DockerClient client = TestDocker.client()) {
      return client.inspectContainerCmd(project.name() + "-db-1").exec().getMounts().stream()
          .filter(mount -> DATA.equals(String.valueOf(mount.getDestination().getPath())))
          .map(mount -> mount.getName())
          .findFirst()
          .orElseThrow();
    }
  }

  private static void shell(String script) throws Exception {
    var unused = project.compose("run", "--rm", "-T", "--entrypoint", "sh", "db", "-c", script);
  }

  @Test
  void plansForAStoppedAndForARemovedContainerWhatItPlansForARunningOne() throws Exception {
    DisasterPlan running = remembered();
    var stopped = project.compose("stop", "-t", "1", "db");
    assertThat(stopped).isEmpty();
    DisasterPlan plan = plan();
    assertThat(plan.target().outage().orElseThrow().why())
        .contains("is not running (it is exited)");
    assertThat(sources(plan))
        .contains("Compose project and its files: the labels of its containers.");
    assertThat(same(plan, running)).isEqualTo(running.fingerprint());
    rig.planner().recheck(running, project.settings());

    var removed = project.compose("rm", "--force", "db");
    assertThat(removed).contains("db-1");
    DisasterPlan without = plan();
    assertThat(without.target().outage().orElseThrow().why())
        .isEqualTo("The service db has no container.");
    assertThat(same(without, running)).isEqualTo(running.fingerprint());
    assertThat(without.target().running()).containsExactly("api", "email-worker");
  }

  /** The fingerprint that a plan has under the name and the time of another. */
  private static String same(DisasterPlan plan, DisasterPlan as) {
    return new DisasterPlan(
            as.id(),
            as.createdAt(),
            as.backup(),
            plan.target(),
            plan.filesHash(),
            plan.options(),
            as.newVolume(),
            as.safetyVolume(),
            plan.overrideFile(),
            plan.restoreEstimate(),
            plan.warnings(),
            plan.newUploadsVolume(),
            plan.kept(),
            plan.definition(),
            plan.notes())
        .fingerprint();
  }

  @Test
  void goesBackToADatabaseThatRestartedAgainAndAgainWithoutStartingIt() throws Exception {
    project.edit("stop_grace_period: 30s", "restart: always").up();
    remembered();
    exec("mv " + DATA + "/global/pg_control " + DATA + "/lost; kill -INT 1");
    try {
      awaitRestarts();
      Files.writeString(project.folder().resolve("app/broken"), "yes");
      DisasterPlan plan = plan();
      assertThat(plan.target().outage().orElseThrow().why()).contains("restarts again and again");

      Disaster ended = run(plan);
      assertThat(ended.state()).isEqualTo(DisasterState.ROLLED_BACK);
      assertThat(ended.problem().orElseThrow().message()).contains("readiness");
      assertThat(rig.mounted(plan)).isEqualTo(plan.target().volume().name());
      assertThat(project.compose("ps", "--services", "--status", "running")).doesNotContain("db");
    } finally {
      var stopped = project.compose("stop", "-t", "1", "db");
      assertThat(stopped).isEmpty();
      var mended =
          project.compose(
              "run",
              "--rm",
              "-T",
              "--entrypoint",
              "sh",
              "db",
              "-c",
              "mv " + DATA + "/lost " + DATA + "/global/pg_control");
      assertThat(mended).isEmpty();
    }
  }

  private static void exec(String script) throws Exception {
    var unused = project.compose("exec", "-T", "db", "sh", "-c", script);
  }

  private static void awaitRestarts() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    try (DockerClient client = TestDocker.client()) {
      while (client.inspectContainerCmd(project.name() + "-db-1").exec().getRestartCount() < 2) {
        assertThat(System.nanoTime()).isLessThan(end);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(String volume) throws Exception {
    try (DockerClient client = TestDocker.client()) {
      client.removeVolumeCmd(volume).exec();
    }
  }
}
