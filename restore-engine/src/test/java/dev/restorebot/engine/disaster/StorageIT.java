package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is special about single kinds of storage, each in a project of its own; {@link
 * DeadDatabaseIT} restores all kinds.
 */
@RequiresDocker
@RequiresCompose
@Slow
class StorageIT {
  private static final PlanOptions AUTOMATIC =
      new PlanOptions(
          PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.AUTOMATIC, true, AfterSwap.DEFAULT);
  private static final String MOUNT = "- postgres_data:/var/lib/postgresql/data";
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir Path folder;
  private JdbcDisasterStore store;
  private ComposeUnderTest project;
  private DisasterRig rig;
  private Path dump;

  @BeforeEach
  void open() throws IOException {
    store = JdbcDisasterStore.open(folder.resolve("state.db"));
    project = new ComposeUnderTest(folder.resolve("app"));
    rig = new DisasterRig(project);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
    store.close();
    project.close();
    // Its files belong to the server's user.
    docker(
        "run",
        "--rm",
        "--network",
        "none",
        "--user",
        "0",
        "--entrypoint",
        "sh",
        "-v",
        project.folder() + ":/parent",
        ComposeUnderTest.IMAGE,
        "-c",
        "rm -rf /parent/*pgdata* /parent/.*restore-bot");
  }

  private void fill() throws Exception {
    project.up();
    project.fill("saved");
    dump = project.dump(folder.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
  }

  private DisasterPlan plan() throws Exception {
    return rig.plan(
        "storage" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet(), dump, AUTOMATIC);
  }

  private Disaster approved(DisasterPlan plan) {
    Disaster asked =
        Disaster.requested(
            new Actor("slack:U1", "Asha"), "down", "-", "none", project.settings(), plan);
    assertThat(store.insert(asked)).isTrue();
    return store.update(asked.become(DisasterState.PREPARING, Instant.now())).orElseThrow();
  }

  private Disaster run(DisasterPlan plan) {
    Disaster ended = rig.run(approved(plan), store).drive();
    assertThat(ended.state()).as(String.valueOf(ended.problem())).isEqualTo(DisasterState.DONE);
    return ended;
  }

  private void serves(DisasterPlan plan, String storage, String items) throws Exception {
    assertThat(rig.mounted(plan)).isEqualTo(storage);
    assertThat(project.get("/items")).isEqualTo("200 " + items);
  }

  private void goesBack(Disaster done, String items) throws Exception {
    Disaster back = rig.run(done, store).rollBack();
    assertThat(back.state())
        .as(String.valueOf(back.problem()))
        .isEqualTo(DisasterState.ROLLED_BACK);
    serves(done.plan(), done.plan().target().volume().name(), items);
  }

  @Test
  void killedWhereABindMountIsRiskiestItGoesOn() throws Exception {
    killed(
        List.of("start", "safetyCopy", "before recreate"), List.of("before recreate", "recreate"));
  }

  @Exhaustive
  @Test
  void killedAfterEveryStepOfABindMountItGoesOn() throws Exception {
    killed(
        List.of(
            "discard",
            "start",
            "load",
            "verify",
            "finish",
            "stop [db]",
            "safetyCopy",
            "before recreate",
            "recreate",
            "start [api, email-worker]"),
        List.of(
            "stop [api, email-worker]",
            "stop [db]",
            "before recreate",
            "recreate",
            "start [api, email-worker]"));
  }

  /** One restore and its way back, whose every process is killed one step later. */
  private void killed(List<String> forward, List<String> back) throws Exception {
    project.edit(MOUNT, "- ./pgdata:/var/lib/postgresql/data");
    fill();
    DisasterPlan plan = plan();
    String id = approved(plan).id();
    for (String step : forward) {
      assertThat(DisasterProcess.run(folder, project, id, "drive", step, 1))
          .as(step)
          .isEqualTo(128 + 9);
    }
    assertThat(DisasterProcess.run(folder, project, id, "drive", "-", 0)).isZero();
    assertThat(store.find(id).orElseThrow().state()).isEqualTo(DisasterState.DONE);
    serves(plan, plan.newVolume(), "saved");
    assertThat(Set.copyOf(Files.readAllLines(folder.resolve("hashes"))))
        .containsExactly(rig.hash(plan, plan.target().volume().name()));
    for (String step : back) {
      assertThat(DisasterProcess.run(folder, project, id, "back", step, 1))
          .as(step)
          .isEqualTo(128 + 9);
    }
    assertThat(DisasterProcess.run(folder, project, id, "back", "-", 0)).isZero();
    assertThat(store.find(id).orElseThrow().state()).isEqualTo(DisasterState.ROLLED_BACK);
    serves(plan, plan.target().volume().name(), "saved,lost");
  }

  @Test
  void removesTheNewFolderAndNoOtherWhenItIsAbandoned() throws Exception {
    project.edit(
        MOUNT,
        "- type: bind\n        source: "
            + project.folder().resolve("pgdata")
            + "\n        target: /var/lib/postgresql/data\n        bind: {create_host_path: true}");
    fill();
    DisasterPlan plan = plan();
    NewVolumes volumes = rig.tools().volumes();
    volumes.start(plan, told -> {}, Cancellation.none());
    assertThat(Path.of(plan.newVolume())).isDirectory();
    volumes.discard(plan);
    assertThat(Path.of(plan.newVolume())).doesNotExist();

    Files.createDirectory(Path.of(plan.newVolume()));
    assertThatThrownBy(() -> volumes.start(plan, told -> {}, Cancellation.none()))
        .hasMessageContaining("volume-exists");
    volumes.discard(plan);
    assertThat(Path.of(plan.newVolume())).isDirectory();
    assertThat(rig.mounted(plan)).isEqualTo(project.folder().resolve("pgdata").toString());
  }

  @Test
  void refusesInThePlanWhatASwapWouldTearApart() throws Exception {
    project.edit(MOUNT, "- ./pgdata:/var/lib/postgresql/data");
    fill();
    String wal = "\n      - ./pgdata_wal:/var/lib/postgresql/data/pg_wal/archive_status";
    project.edit(
        "- ./pgdata:/var/lib/postgresql/data", "- ./pgdata:/var/lib/postgresql/data" + wal);
    project.up();
    assertThatThrownBy(this::plan)
        .hasMessageContaining("pg_wal/archive_status")
        .hasMessageContaining("is a mount of its own");

    project.edit(wal, "");
    var down = project.compose("down", "-t", "1");
    assertThat(down).isEmpty();
    Files.move(project.folder().resolve("pgdata"), project.folder().resolve("real_pgdata"));
    Files.createSymbolicLink(project.folder().resolve("pgdata"), Path.of("real_pgdata"));
    project.up();
    assertThatThrownBy(this::plan).hasMessageContaining("is a link to real_pgdata");
  }

  @Test
  void restoresTheDataOfAServerThatRunsAsAnotherUser() throws Exception {
    String user = "1234:1235";
    Files.createDirectory(project.folder().resolve("pgdata"));
    docker(
        "run",
        "--rm",
        "--network",
        "none",
        "--entrypoint",
        "chown",
        "-v",
        project.folder().resolve("pgdata") + ":/data",
        ComposeUnderTest.IMAGE,
        user,
        "/data");
    Files.writeString(
        project.folder().resolve("passwd"),
        "night:x:1234:1235::/:/bin/sh\npostgres:x:999:999::/:/bin/sh\n");
    project.edit(
        MOUNT,
        "- ./pgdata:/var/lib/postgresql/data\n      - ./passwd:/etc/passwd:ro\n    user: \""
            + user
            + "\"");
    fill();
    DisasterPlan plan = plan();
    assertThat(plan.target().volume().owner()).contains(user);
    assertThat(plan.target().volume().bytes()).isGreaterThan(1_000_000);
    Disaster done = run(plan);
    serves(plan, plan.newVolume(), "saved");
    assertThat(
            project.compose(
                "exec",
                "-T",
                "db",
                "stat",
                "-c",
                "%a %u:%g",
                "/var/lib/postgresql/data",
                "/var/lib/postgresql/data/base",
                "/var/lib/postgresql/data/postgresql.conf"))
        .isEqualTo("700 1234:1235\n700 1234:1235\n600 1234:1235\n");
    goesBack(done, "saved,lost");
  }

  /** Everything that pg_dumpall shows, on 17 and in the layout of the image of 18. */
  @Test
  void keepsAServerInTheLayoutOfPostgreSql18AsItWas() throws Exception {
    Path env = project.folder().resolve(".env");
    Files.writeString(
        env, Files.readString(env).replace(ComposeUnderTest.IMAGE, "postgres:17-alpine"));
    String data = "/var/lib/postgresql/18/docker";
    project.edit(MOUNT, "- postgres_data:/var/lib/postgresql");
    project.edit("POSTGRES_DB: zenops\n", "POSTGRES_DB: zenops\n      PGDATA: " + data + "\n");
    project.up();
    project.fill("saved");
    project.sql(
        "CREATE EXTENSION hstore; CREATE ROLE reporter LOGIN PASSWORD 'reporters-own'; CREATE ROLE"
            + " auditors; GRANT auditors TO reporter WITH ADMIN OPTION; ALTER ROLE reporter SET"
            + " statement_timeout = '5s' ; CREATE ROLE owner CREATEDB; ALTER TABLE items OWNER TO"
            + " owner; GRANT SELECT ON items TO auditors; ALTER TABLE items ENABLE ROW LEVEL"
            + " SECURITY; CREATE POLICY mine ON items FOR SELECT TO auditors USING (name <>"
            + " 'hidden'); ALTER DATABASE zenops SET work_mem = '7777kB'; ALTER ROLE reporter IN"
            + " DATABASE zenops SET search_path = public; COMMENT ON DATABASE zenops IS 'the shop';"
            + " REVOKE TEMP ON DATABASE zenops FROM PUBLIC; ALTER DATABASE zenops CONNECTION LIMIT"
            + " 55");
    String before = everything();
    assertThat(before).contains("SCRAM-SHA-256", "CREATE POLICY", "hstore", "work_mem", "shop");
    dump = project.dump(folder.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    project.sql("INSERT INTO items (name) VALUES ('lost')");

    DisasterPlan plan = plan();
    Disaster done = run(plan);
    serves(plan, plan.newVolume(), "saved");
    assertThat(project.sql("SHOW data_directory")).isEqualTo(data);
    assertThat(everything()).isEqualTo(before);
    assertThat(
            project.compose(
                "exec",
                "-T",
                "-e",
                "PGPASSWORD=reporters-own",
                "api",
                "psql",
                "-XAt",
                "-U",
                "reporter",
                "-c",
                "SELECT name FROM items"))
        .isEqualTo("saved\n");
    goesBack(done, "saved,lost");
  }

  /** Without what is random in each dump. */
  private String everything() throws IOException {
    return project
        .compose("exec", "-T", "db", "pg_dumpall", "-U", "zenops")
        .replaceAll("(?m)^\\\\(un)?restrict .*$", "");
  }

  private static void docker(String... words) throws Exception {
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("docker"), Arrays.stream(words)).toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
