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

/** Disaster restores of the storage that people have, each in a project of its own. */
@RequiresDocker
@RequiresCompose
@Slow
class StorageIT {
  private static final PlanOptions AUTOMATIC =
      new PlanOptions(
          PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.AUTOMATIC, true, AfterSwap.DEFAULT);
  private static final String MOUNT = "- postgres_data:/var/lib/postgresql/data";
  private static final String DECLARED = "\n  postgres_data:\n";
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

  private void deletesOnlyWhatIsNotMounted(DisasterPlan plan) throws Exception {
    Path copy = Path.of(plan.safetyVolume().orElseThrow());
    assertThat(rig.volumes().users(plan, plan.newVolume())).hasSize(1);
    assertThat(rig.volumes().users(plan, copy.toString())).isEmpty();
    rig.volumes().deleteLeft(plan, plan.newVolume());
    rig.volumes().deleteLeft(plan, copy.toString());
    rig.volumes().deleteLeft(plan, copy.toString());
    assertThat(copy).doesNotExist();
    assertThat(Path.of(plan.newVolume())).exists();
  }

  private void goesBack(Disaster done, String items) throws Exception {
    Disaster back = rig.run(done, store).rollBack();
    assertThat(back.state())
        .as(String.valueOf(back.problem()))
        .isEqualTo(DisasterState.ROLLED_BACK);
    serves(done.plan(), done.plan().target().volume().name(), items);
  }

  @Test
  void restoresABindMountIntoAFolderBesideItAndGoesBack() throws Exception {
    project.edit(MOUNT, "- ./pgdata:/var/lib/postgresql/data");
    fill();
    String old = project.folder().resolve("pgdata").toString();

    DisasterPlan plan = plan();
    assertThat(plan.target().volume().name()).isEqualTo(old);
    assertThat(plan.target().volume().freeBytes()).isGreaterThan(1_000_000);
    assertThat(plan.newVolume()).matches(old + "_restored_\\d{8}_\\d{6}");
    assertThat(plan.lines(Instant.now())).contains("New folder: " + plan.newVolume());
    Disaster done = run(plan);
    serves(plan, plan.newVolume(), "saved");
    assertThat(
            project.compose("exec", "-T", "db", "stat", "-c", "%a %U", "/var/lib/postgresql/data"))
        .isEqualTo("700 postgres\n");
    assertThat(rig.hash(plan, old)).isEqualTo(rig.hash(plan, plan.safetyVolume().orElseThrow()));
    deletesOnlyWhatIsNotMounted(plan);

    DisasterPlan second = plan();
    assertThat(second.target().volume().name()).isEqualTo(plan.newVolume());
    assertThat(second.newVolume()).matches(old + "_restored_\\d{8}_\\d{6}");
    Disaster again = run(second);
    serves(second, second.newVolume(), "saved");
    goesBack(again, "saved");

    goesBack(done, "saved,lost");
    assertThat(plan.overrideFile()).doesNotExist();
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
  void restoresAnExternalVolumeAlsoAfterTheSwapWasCommitted() throws Exception {
    String external = project.name() + "_elsewhere";
    docker("volume", "create", external);
    project.edit(DECLARED, "\n  postgres_data:\n    external: true\n    name: " + external + "\n");
    fill();

    DisasterPlan plan = plan();
    assertThat(plan.target().volume().name()).isEqualTo(external);
    assertThat(plan.target().volume().key()).isEqualTo("postgres_data");
    Disaster done = run(plan);
    serves(plan, plan.newVolume(), "saved");
    assertThat(rig.hash(plan, external))
        .isEqualTo(rig.hash(plan, plan.safetyVolume().orElseThrow()));
    goesBack(done, "saved,lost");

    DisasterPlan second = plan();
    Disaster swapped = run(second);
    assertThat(swapped.plan().toCommit()).contains(second.newVolume());
    project.edit("name: " + external, "name: " + second.newVolume());
    Files.delete(second.overrideFile());
    project.up();
    project.sql("INSERT INTO items (name) VALUES ('after')");

    DisasterPlan third = plan();
    assertThat(third.target().volume().name()).isEqualTo(second.newVolume());
    Disaster last = run(third);
    serves(third, third.newVolume(), "saved");
    goesBack(last, "saved,after");
  }

  @Test
  void restoresASubfolderOfADescribedVolumeWithCertificatesAndIncludedFiles() throws Exception {
    String data = "/var/lib/postgresql/data/pgdata";
    project.edit(DECLARED, "\n  postgres_data:\n    driver: local\n    labels: {team: night}\n");
    project.edit("POSTGRES_DB: zenops\n", "POSTGRES_DB: zenops\n      PGDATA: " + data + "\n");
    fill();
    var unused =
        project.compose(
            "exec",
            "-T",
            "--user",
            "postgres",
            "db",
            "sh",
            "-c",
            "cd "
                + data
                + " && mkdir more && echo 'work_mem = 7777kB' >more/own.conf"
                + " && echo \"include_dir 'more'\" >>postgresql.conf && pg_ctl -D . reload");

    DisasterPlan plan = plan();
    assertThat(plan.target().volume().kind()).isEqualTo(DataVolume.Kind.MOUNTED);
    Disaster done = run(plan);
    serves(plan, plan.newVolume(), "saved");
    assertThat(project.sql("SHOW data_directory")).isEqualTo(data);
    assertThat(project.sql("SHOW work_mem")).isEqualTo("7777kB");

    DisasterPlan second = plan();
    goesBack(run(second), "saved");
    goesBack(done, "saved,lost");
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
  void restoresAVolumeThatNoFileNamesAndGoesBackToIt() throws Exception {
    project.edit("    volumes:\n      " + MOUNT + "\n", "");
    fill();
    DisasterPlan plan = plan();
    String old = plan.target().volume().name();
    assertThat(plan.target().volume().anonymous()).isTrue();
    assertThat(plan.newVolume()).matches(project.name() + "_db_restored_\\d{8}_\\d{6}");
    assertThat(String.join("\n", plan.warnings())).contains("docker volume prune");
    Disaster done = run(plan);
    serves(plan, plan.newVolume(), "saved");
    assertThat(rig.hash(plan, old)).isEqualTo(rig.hash(plan, plan.safetyVolume().orElseThrow()));
    downAndUp();
    serves(plan, plan.newVolume(), "saved");

    goesBack(done, "saved,lost");
    downAndUp();
    serves(plan, old, "saved,lost");

    assertThat(plan().target().volume().name()).isEqualTo(old);
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

  private void downAndUp() throws Exception {
    var down = project.compose("down", "-t", "1");
    assertThat(down).isEmpty();
    project.up();
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
