package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.StorageUnderTest.Kind;
import dev.restorebot.engine.disaster.compose.ComposeFiles;
import dev.restorebot.engine.disaster.docker.RememberedTargets;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.disaster.jdbc.JdbcTargetMemory;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateKey;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.TestDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A disaster restore in each state that production's database can be in, on each kind of storage:
 * it restores and goes back, or it is refused before anybody approves it. Those of one storage
 * share a project. {@code EmptyMachineIT} does it on an engine with nothing in it.
 */
@RequiresDocker
@RequiresCompose
@Slow
class DeadDatabaseIT {
  private static final PlanOptions AUTOMATIC =
      new PlanOptions(
          PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.AUTOMATIC, true, AfterSwap.DEFAULT);
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir static Path shared;
  private static final Map<Kind, StorageUnderTest> deployed = new EnumMap<>(Kind.class);
  private static Path dump;
  private static String globals;

  @TempDir Path folder;
  private StateDatabase state;
  private StateDatabase empty;
  private JdbcDisasterStore store;
  private TargetMemory memory;
  private StorageUnderTest storage;
  private ComposeUnderTest project;
  private DisasterRig rig;

  @BeforeAll
  static void up() throws Exception {
    StorageUnderTest any = deployed(Kind.NAMED_VOLUME).up();
    dump = any.dump(shared.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    globals =
        any.project().compose("exec", "-T", "db", "pg_dumpall", "--globals-only", "-U", "zenops");
  }

  private static StorageUnderTest deployed(Kind kind) {
    return deployed.computeIfAbsent(
        kind,
        first -> {
          try {
            return new StorageUnderTest(kind, shared.resolve(kind.name()));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  @AfterAll
  static void down() throws Exception {
    for (StorageUnderTest each : deployed.values()) {
      each.close();
    }
    deployed.clear();
  }

  @BeforeEach
  void open() throws Exception {
    state = StateDatabase.open(folder.resolve("state.db"));
    store = new JdbcDisasterStore(state);
    memory = JdbcTargetMemory.in(state, StateKey.open(folder.resolve("facts.key")));
    empty = StateDatabase.inMemory();
  }

  @AfterEach
  void close() {
    if (rig != null) {
      rig.close();
    }
    empty.close();
    state.close();
  }

  /** Of a bot that has never seen the project. */
  private TargetMemory newMemory() throws IOException {
    return JdbcTargetMemory.in(empty, StateKey.open(folder.resolve("other.key")));
  }

  /** In the order in which they can share a project. */
  static List<Arguments> everyPair() {
    List<Arguments> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (DatabaseState each : DatabaseState.values()) {
        all.add(Arguments.of(kind, each));
      }
    }
    return all;
  }

  @Exhaustive
  @ParameterizedTest
  @MethodSource("everyPair")
  void everyStateOnEveryStorageIsRestoredOrRefusedBeforeApproval(Kind kind, DatabaseState found)
      throws Exception {
    restore(kind, found);
  }

  /** Each storage, and the states that differ most; {@link #everyPair} is all of them. */
  @ParameterizedTest
  @CsvSource({
    "NAMED_VOLUME, STOPPED",
    "BIND_MOUNT, CRASH_LOOPING",
    "EXTERNAL_VOLUME, VOLUME_REMOVED",
    "SUBFOLDER, VOLUME_DAMAGED",
    "UNNAMED_VOLUME, REMOVED"
  })
  void aStateOnAStorageIsRestoredOrRefusedBeforeApproval(Kind kind, DatabaseState found)
      throws Exception {
    restore(kind, found);
  }

  private void restore(Kind kind, DatabaseState found) throws Exception {
    storage = deployed(kind);
    storage.up();
    project = storage.project();
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    rig = rig(memory);
    DisasterPlan running = plan();
    assertThat(running.target().outage()).isEmpty();

    found.comesAbout(storage);
    rig.close();
    rig = rig(found.remembered() ? memory : newMemory());
    Path beside = dump.resolveSibling("zenops_globals_2026-02-09_14-30-00.sql");
    if (found.rolesBesideTheBackup()) {
      Files.writeString(beside, globals);
    }
    boolean passed = false;
    try {
      restoredOrRefused(kind, found, running);
      Files.deleteIfExists(beside);
      mend(found);
      passed = true;
    } finally {
      Files.deleteIfExists(beside);
      if (!passed) {
        deployed.remove(kind).close();
      }
    }
  }

  private void restoredOrRefused(Kind kind, DatabaseState found, DisasterPlan running)
      throws Exception {
    Optional<String> refusal = found.refusal(kind);
    if (refusal.isPresent()) {
      assertThatThrownBy(this::plan).hasMessageContaining(refusal.get());
      return;
    }
    DisasterPlan plan = plan();
    found.requirePlan(plan);
    withoutAnyMemory(found, running);
    Disaster done = run(plan);
    serves(plan.newVolume(), plan, "saved");
    serverIsAsBefore(found);
    if (!plan.target().hasWayBack()) {
      return;
    }
    String old = plan.target().volume().name();
    assertThat(rig.hash(plan, old)).isEqualTo(rig.hash(plan, plan.safetyVolume().orElseThrow()));
    if (found != DatabaseState.RUNNING) {
      goBack(done);
      assertThat(project.compose("ps", "--services", "--status", "running").lines().toList())
          .as("is not started on what may be damaged")
          .satisfies(all -> assertThat(all.contains("db")).isEqualTo(found.runs()));
    } else {
      theNextRestoreIsOfTheRestoredStorage(plan);
      try (Colleague colleague = new Colleague(storage, store, rig)) {
        colleague.deploysAfterTheSwap(done);
        goBack(store.find(done.id()).orElseThrow());
        serves(old, plan, "saved,lost");
        colleague.deploysAfterTheRollback(plan);
      }
    }
  }

  /** Plans only: what is known from less. */
  private void withoutAnyMemory(DatabaseState found, DisasterPlan running) throws Exception {
    if (found == DatabaseState.STOPPED) {
      rig.planner().recheck(running, storage.placed()); // what was approved stays valid
    } else if (found == DatabaseState.DOWN) {
      try (DisasterRig lost = rig(project.settings(), TargetMemory.NONE)) {
        assertThatThrownBy(() -> plan(lost))
            .isInstanceOfSatisfying(
                ProblemException.class,
                e -> {
                  assertThat(e.problem().message()).contains("Nothing was remembered of it");
                  assertThat(e.problem().hint()).contains("disaster.project-directory");
                });
      }
    } else if (found == DatabaseState.VOLUME_REMOVED) {
      try (DisasterRig forgetful = rig(storage.placed(), TargetMemory.NONE)) {
        DisasterPlan plan = plan(forgetful);
        assertThat(plan.target().cluster().locale().collate()).isEqualTo("C.UTF-8");
        assertThat(plan.target().cluster().checksums()).isTrue();
        assertThat(plan.target().cluster().superuser()).isEqualTo("zenops");
        assertThat(plan.target().outage().orElseThrow().rolesWithoutPassword())
            .containsExactly("reporter");
        assertThat(String.join("\n", plan.warnings()))
            .contains("password of the role reporter", "ALTER ROLE \"reporter\" LOGIN");
      }
    }
  }

  private void theNextRestoreIsOfTheRestoredStorage(DisasterPlan plan) throws Exception {
    DisasterPlan next = plan();
    assertThat(next.target().volume().name()).isEqualTo(plan.newVolume());
    assertThat(next.newVolume())
        .matches(plan.newVolume().replaceAll("\\d{8}_\\d{6}$", "") + "\\d{8}_\\d{6}");
    assertThat(rig.volumes().users(plan, plan.newVolume()))
        .containsExactly(project.name() + "-db-1");
  }

  private DisasterRig rig(TargetMemory remembers) {
    return rig(storage.placed(), remembers);
  }

  private DisasterRig rig(TargetSettings settings, TargetMemory remembers) {
    return new DisasterRig(settings, project.url("/readyz"), remembers);
  }

  private DisasterPlan plan() throws Exception {
    return plan(rig);
  }

  private static DisasterPlan plan(DisasterRig rig) throws Exception {
    return rig.plan(
        "dead" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet(), dump, AUTOMATIC);
  }

  private Disaster run(DisasterPlan plan) {
    Disaster asked =
        Disaster.requested(
            new Actor("slack:U1", "Asha"), "down", "-", "none", storage.placed(), plan);
    assertThat(store.insert(asked)).isTrue();
    Disaster ended =
        rig.run(
                store.update(asked.become(DisasterState.PREPARING, Instant.now())).orElseThrow(),
                store)
            .drive();
    assertThat(ended.state()).as(String.valueOf(ended.problem())).isEqualTo(DisasterState.DONE);
    return ended;
  }

  private void serves(String where, DisasterPlan plan, String items) throws Exception {
    assertThat(rig.mounted(plan)).isEqualTo(where);
    assertThat(project.get("/items")).isEqualTo("200 " + items);
    assertThat(project.compose("ps", "--services", "--status", "running").lines())
        .containsExactlyInAnyOrder("api", "db", "email-worker");
  }

  private void goBack(Disaster done) throws Exception {
    Disaster back = rig.run(done, store).rollBack();
    assertThat(back.state())
        .as(String.valueOf(back.problem()))
        .isEqualTo(DisasterState.ROLLED_BACK);
    assertThat(rig.mounted(back.plan())).isEqualTo(back.plan().target().volume().name());
  }

  private void serverIsAsBefore(DatabaseState found) throws Exception {
    assertThat(
            project.sql(
                "SELECT concat_ws(' ', current_setting('data_checksums'),"
                    + " current_setting('data_directory'), current_setting('app.team', true),"
                    + " current_setting('log_min_duration_statement'),"
                    + " current_setting('work_mem'))"))
        .isEqualTo("on " + storage.data() + found.settings());
    assertThat(
            project
                .compose(
                    "exec",
                    "-T",
                    "-e",
                    "PGPASSWORD=reporters-own-password",
                    "api",
                    "psql",
                    "-XAtq",
                    "-U",
                    "reporter",
                    "-c",
                    "SELECT count(*) FROM items")
                .strip())
        .isEqualTo("1");
  }

  /** For the next test: what a restore left is deleted as leads would have it deleted. */
  private void mend(DatabaseState found) throws Exception {
    storage.revert();
    if (found.storageIsGone() || found == DatabaseState.VOLUME_EMPTY) {
      storage.removeOverride();
      var down = project.compose("down", "-t", "1");
      assertThat(down).isEmpty();
      storage.remove();
      return;
    }
    storage.removeOverride();
    if (storage.kind() == Kind.UNNAMED_VOLUME) { // no file names what it was on
      deployed.remove(storage.kind()).close();
      return;
    }
    if (found.damaged()) {
      storage.shell("mv " + storage.data() + "/lost " + storage.data() + "/global/pg_control");
    }
    // Compose alone keeps a container whose volume has got another name in the files.
    var up = project.compose("up", "-d", "-t", "1", "--force-recreate", "db");
    assertThat(up).isEmpty();
    DisasterPlan plan = store.recent(1).get(0).plan();
    for (String left : List.of(plan.newVolume(), plan.safetyVolume().orElseThrow())) {
      assertThat(rig.volumes().exists(plan, left)).isTrue();
      rig.volumes().deleteLeft(plan, left);
      assertThat(rig.volumes().exists(plan, left)).isFalse();
    }
  }

  @Test
  void aKilledQuestionToACopyLeavesNothingAfterTheNextStart() throws Exception {
    try (DockerClient client = TestDocker.client();
        DockerAccess docker = new DockerAccess(DockerSettings.withDefaults())) {
      Map<String, String> labels =
          Map.of(
              "dev.restore-bot.disaster", "facts:" + deployed(Kind.NAMED_VOLUME).project().name());
      client
          .createVolumeCmd()
          .withName(deployed(Kind.NAMED_VOLUME).project().name() + "-facts")
          .withLabels(labels)
          .exec();
      var created =
          client
              .createContainerCmd("postgres:15-alpine")
              .withLabels(labels)
              .withEntrypoint("sleep", "600")
              .withHostConfig(
                  HostConfig.newHostConfig()
                      .withBinds(
                          Bind.parse(
                              deployed(Kind.NAMED_VOLUME).project().name() + "-facts:/copy")))
              .exec();
      client.startContainerCmd(created.getId()).exec();
      assertThat(leftovers()).hasSize(2);

      new RememberedTargets(
              docker, memory, new ComposeFiles(Optional.empty()), told -> {}, Clock.systemUTC())
          .sweep(deployed(Kind.NAMED_VOLUME).project().settings());
      assertThat(leftovers()).isEmpty();
    }
  }

  /** The containers and volumes of questions to a copy. */
  private static List<String> leftovers() throws Exception {
    try (DockerClient client = TestDocker.client()) {
      String label =
          "dev.restore-bot.disaster=facts:" + deployed(Kind.NAMED_VOLUME).project().name();
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
}
