package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import dev.restorebot.engine.archive.Swapping;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.TestDocker;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A swap that goes wrong for real: the application gets its old data back by itself. The tests
 * share a project, which is each time as it was.
 */
@RequiresDocker
@RequiresCompose
@Slow
class SwapFailuresIT {
  private static final PlanOptions ASK =
      new PlanOptions(PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.ASK, false, AfterSwap.DEFAULT);

  private static final String OTHER_IMAGE =
      "image: postgres:17-alpine\n    environment:\n      POSTGRES_USER";

  @TempDir static Path shared;
  private static ComposeUnderTest project;
  private static Path dump;

  @TempDir Path folder;

  @BeforeAll
  static void up() throws Exception {
    project = new ComposeUnderTest(shared.resolve("app")).up();
    // The image of one test starts only where this is.
    var marked =
        project.compose("exec", "-T", "db", "touch", "/var/lib/postgresql/data/pg_seen_before");
    assertThat(marked).isEmpty();
    project.fill("saved");
    dump = project.dump(shared.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
  }

  @AfterAll
  static void down() throws Exception {
    project.close();
  }

  @AfterEach
  void reset() throws Exception {
    project.reset();
  }

  @Test
  void anImageThatDoesNotStartOnTheNewVolume() throws Exception {
    String image = picky(project.name());
    try {
      project.edit("db:\n    image: ${RB_IMAGE}", "db:\n    image: " + image).up();
      Disaster ended = swapped(DisasterRig.PATIENCE, () -> {});

      assertThat(ended.state()).isEqualTo(DisasterState.ROLLED_BACK);
      assertThat(ended.problem().orElseThrow().message()).contains("server exited");
      assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    } finally {
      project.reset();
      remove(image);
    }
  }

  /** Only people know whether it is right then; and no e-mail leaves before they have looked. */
  @Test
  void aFailedCheckWaitsForALeadAndAHeldServiceForAnother() throws Exception {
    PlanOptions asking =
        new PlanOptions(
            PlanOptions.Stop.BEFORE_SWAP,
            PlanOptions.Swap.AUTOMATIC,
            false,
            new AfterSwap(AfterSwap.OnFailedCheck.ASK, List.of(), List.of("email-worker")));
    Files.writeString(project.folder().resolve("app/broken"), "yes");
    try (DisasterRig rig = new DisasterRig(project, Duration.ofSeconds(4));
        JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve("state.db"))) {
      Disaster waiting = rig.run(approved(rig, store, asking), store).drive();

      assertThat(waiting.state()).isEqualTo(DisasterState.AWAITING_KEEP);
      assertThat(waiting.problem().orElseThrow().message())
          .contains("readiness", "answers 500 instead of 200");
      assertThat(waiting.observations().written().orElseThrow().lines())
          .containsExactly("No row was written.");
      assertThat(running()).containsExactly("api", "db");
      assertThat(rig.mounted(waiting.plan())).isEqualTo(waiting.plan().newVolume());

      Disaster done = rig.run(waiting, store).keep();
      assertThat(done.state()).isEqualTo(DisasterState.DONE);
      assertThat(rig.run(done, store).startHeld().progress().held()).isEmpty();
      assertThat(running()).containsExactly("api", "db", "email-worker");
    }
  }

  /**
   * A role whose grants are newer than the backup, as all are with one made with --no-privileges,
   * and a new version of the application that migrates what was restored.
   */
  @Test
  void aRoleThatMayNotReadAndAMigrationBringTheOldDataBack() throws Exception {
    project.sql(
        "CREATE ROLE app LOGIN; CREATE TABLE own (id int); ALTER TABLE own OWNER TO app;"
            + " GRANT SELECT ON items, users TO app");
    try {
      Disaster ended =
          swapped(
              DisasterRig.PATIENCE,
              () -> Files.writeString(project.folder().resolve("app/migrate"), "yes"));

      assertThat(ended.state()).isEqualTo(DisasterState.ROLLED_BACK);
      String roles =
          "roles: permission denied for app on public.items, public.users, which it could read"
              + " before";
      assertThat(ended.problem().orElseThrow().message()).isEqualTo(roles);
      assertThat(ended.checks())
          .filteredOn(check -> check.status() == CheckStatus.FAILED)
          .flatExtracting(CheckResult::problems)
          .extracting(Problem::message)
          .containsExactly(roles, "alembic: revision d4e5f6, expected a1b2c3");
      assertThat(ended.progress().readers())
          .containsExactly(
              new RoleTables("app", true, List.of("public.items", "public.own", "public.users")));
      assertThat(project.get("/items")).isEqualTo("200 saved,lost");
      assertThat(project.sql("SELECT version_num FROM alembic_version")).isEqualTo("a1b2c3");
    } finally {
      project.sql("DROP OWNED BY app; DROP ROLE app");
    }
  }

  @Test
  void programsOfTheMachineStopAndStartTheServicesInPlaceOfCompose() throws Exception {
    ServiceSettings commands =
        new ServiceSettings(
            ServiceSettings.Kind.COMMANDS, List.of(commands("api"), commands("email-worker")));
    try (DisasterRig rig = rig(commands);
        JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve("state.db"))) {
      Disaster waiting = rig.run(approved(rig, store, PlanOptions.DEFAULT), store).drive();
      assertThat(waiting.state()).as("%s", waiting.problem()).isEqualTo(DisasterState.AWAITING_GO);
      assertThat(waiting.progress().ran()).containsExactly("api", "email-worker");
      assertThat(running()).containsExactly("db");

      Disaster done = rig.run(waiting, store).go();
      assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
      assertThat(running()).containsExactly("api", "db", "email-worker");
      assertThat(project.get("/items")).isEqualTo("200 saved");

      assertThat(rig.run(done, store).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
      assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    }
  }

  @Test
  void peopleStopAndStartTheServicesAndTheRestoreWaitsForThem() throws Exception {
    PlanOptions unasked =
        new PlanOptions(
            PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.AUTOMATIC, false, AfterSwap.DEFAULT);
    try (DisasterRig rig = rig(new ServiceSettings(ServiceSettings.Kind.CHECKLIST, List.of()));
        JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve("state.db"))) {
      Disaster stopping = rig.run(approved(rig, store, unasked), store).drive();
      assertThat(stopping.state()).isEqualTo(DisasterState.AWAITING_SERVICES);
      assertThat(running()).containsExactly("api", "db", "email-worker");

      var stopped = project.compose("stop", "-t", "1", "api", "email-worker");
      Disaster starting = rig.run(store.find(stopping.id()).orElseThrow(), store).confirmed();
      assertThat(starting.state()).isEqualTo(DisasterState.AWAITING_SERVICES);
      assertThat(rig.mounted(starting.plan())).isEqualTo(starting.plan().newVolume());
      assertThat(running()).containsExactly("db");

      var started = project.compose("start", "api", "email-worker");
      assertThat(stopped + started).isEmpty();
      Disaster done = rig.run(store.find(stopping.id()).orElseThrow(), store).confirmed();
      assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
      assertThat(project.get("/items")).isEqualTo("200 saved");
    }
  }

  private static DisasterRig rig(ServiceSettings services) {
    return new DisasterRig(
        project.settings().with(services), project.url("/readyz"), Watched.NOBODY);
  }

  private static ServiceSettings.Commands commands(String service) {
    String all = project.folder().toString();
    List<String> compose = List.of("docker", "compose", "--project-directory", all);
    return new ServiceSettings.Commands(
        service,
        words(compose, "stop", "-t", "1", service),
        words(compose, "start", service),
        List.of(
            "sh",
            "-c",
            "docker compose --project-directory \"$1\" ps --services --status running | grep -qx"
                + " \"$2\"",
            "running",
            all,
            service),
        Duration.ofMinutes(2));
  }

  private static List<String> words(List<String> first, String... more) {
    List<String> words = new ArrayList<>(first);
    words.addAll(List.of(more));
    return words;
  }

  @Test
  void aServiceThatAColleagueStartsBeforeGoIsStoppedAgain() throws Exception {
    List<String> said = new ArrayList<>();
    DisasterEvents events = mock(DisasterEvents.class);
    doAnswer(call -> said.add(call.getArgument(1))).when(events).trouble(any(), any());
    try (DisasterRig rig = new DisasterRig(project);
        JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve("state.db"));
        StateDatabase state = StateDatabase.inMemory()) {
      Disaster waiting = approved(rig, store, PlanOptions.DEFAULT);
      var stopped = project.compose("stop", "-t", "1", "api", "email-worker");
      var started = project.compose("up", "-d", "api");
      assertThat(stopped + started).isEmpty();

      new StoppedServices(rig.tools(), new JdbcAuditLog(state), events, Clock.systemUTC())
          .enforce(waiting);

      assertThat(running()).containsExactly("db");
      assertThat(said)
          .singleElement()
          .asString()
          .startsWith("Somebody started api after the restore");
    }
  }

  private static List<String> running() throws Exception {
    return project.compose("ps", "--services", "--status", "running").lines().sorted().toList();
  }

  /** Everything that was approved is checked, and then the file is another one. */
  @Test
  void aBackupThatIsSwappedAfterItWasCheckedIsDiscarded() throws Exception {
    byte[] approved = Files.readAllBytes(dump);
    byte[] other = approved.clone();
    other[other.length * 2 / 3] ^= 1;
    Consumer<String> whenRestoring =
        step -> {
          if (step.equals("state RESTORING")) {
            Swapping.swap(dump, other);
          }
        };
    try (DisasterRig rig =
            new DisasterRig(
                project.settings(), project.url("/readyz"), new Watched(whenRestoring));
        JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve("state.db"))) {
      Disaster approvedOne = approved(rig, store);
      DisasterPlan plan = approvedOne.plan();
      Disaster ended = rig.run(approvedOne, store).drive();

      assertThat(Files.readAllBytes(dump)).isEqualTo(other);
      assertThat(ended.state()).isEqualTo(DisasterState.FAILED);
      assertThat(ended.problem().orElseThrow().message())
          .startsWith("zenops_db_2026-02-09_14-30-00.dump is no longer the file that was approved");
      assertThat(project.get("/items")).isEqualTo("200 saved,lost");
      assertThat(rig.mounted(plan)).isEqualTo(plan.target().volume().name());
      assertThat(plan.overrideFile()).doesNotExist();
      try (DockerClient client = TestDocker.client()) {
        assertThat(client.listVolumesCmd().exec().getVolumes())
            .extracting(volume -> volume.getName())
            .doesNotContain(plan.newVolume());
      }
    } finally {
      Swapping.swap(dump, approved);
    }
  }

  @Test
  void aContainerThatIsRecreatedIsHeardOfAtOnce() throws Exception {
    Semaphore heard = new Semaphore(0);
    try (DisasterRig rig = new DisasterRig(project);
        DatabaseProbe.Listening listening =
            rig.tools().probe().onContainerChange(heard::release).orElseThrow()) {
      assertThat(heard.tryAcquire(1, TimeUnit.MINUTES)).as("connected").isTrue();
      int before = heard.drainPermits();
      var unused = project.compose("up", "-d", "--force-recreate", "-t", "1", "email-worker");
      assertThat(heard.tryAcquire(1, TimeUnit.MINUTES)).as("%d and %s", before, listening).isTrue();
    }
  }

  @Test
  void anImageThatChangesBeforeTheSwapOrTheWayBackStopsNothing() throws Exception {
    try (DisasterRig rig = new DisasterRig(project);
        JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve("state.db"))) {
      Disaster waiting = rig.run(approved(rig, store), store).drive();
      project.edit("image: ${RB_IMAGE}\n    environment:\n      POSTGRES_USER", OTHER_IMAGE);
      assertThatThrownBy(() -> rig.run(waiting, store).go())
          .hasMessageContaining("nothing was stopped for it", "db has changed since");
      assertThat(project.get("/items")).isEqualTo("200 saved,lost");

      project.edit(OTHER_IMAGE, "image: ${RB_IMAGE}\n    environment:\n      POSTGRES_USER");
      Disaster done = rig.run(store.find(waiting.id()).orElseThrow(), store).go();
      assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);

      project.edit("image: ${RB_IMAGE}\n    environment:\n      POSTGRES_USER", OTHER_IMAGE);
      Disaster stuck = rig.run(done, store).rollBack();
      assertThat(stuck.state()).isEqualTo(DisasterState.FAILED);
      assertThat(stuck.problem().orElseThrow().message())
          .contains("nothing was stopped", "The services were started");
      assertThat(project.get("/items")).isEqualTo("200 saved");

      project.edit(OTHER_IMAGE, "image: ${RB_IMAGE}\n    environment:\n      POSTGRES_USER");
      Disaster again =
          store
              .update(stuck.rollingBack(DisasterState.ROLLED_BACK, Optional.empty(), Instant.now()))
              .orElseThrow();
      assertThat(rig.run(again, store).drive().state()).isEqualTo(DisasterState.ROLLED_BACK);
      assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    }
  }

  /** A whole run, with something that happens before a lead says go. */
  private Disaster swapped(Duration patience, Meanwhile meanwhile) throws Exception {
    try (DisasterRig rig = new DisasterRig(project, patience);
        JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve("state.db"))) {
      Disaster waiting = rig.run(approved(rig, store), store).drive();
      assertThat(waiting.state()).isEqualTo(DisasterState.AWAITING_GO);
      meanwhile.happens();
      return rig.run(waiting, store).go();
    }
  }

  private Disaster approved(DisasterRig rig, JdbcDisasterStore store) throws Exception {
    return approved(rig, store, ASK);
  }

  private Disaster approved(DisasterRig rig, JdbcDisasterStore store, PlanOptions options)
      throws Exception {
    Disaster asked =
        Disaster.requested(
            new Actor("slack:U1", "Asha"),
            "drill",
            "-",
            "none",
            project.settings(),
            rig.plan("swapfails" + ProcessHandle.current().pid(), dump, options));
    assertThat(store.insert(asked)).isTrue();
    return store.update(asked.become(DisasterState.PREPARING, Instant.now())).orElseThrow();
  }

  /** The same server, which ends on a volume that it did not make. */
  private String picky(String name) throws Exception {
    Path context = Files.createDirectories(folder.resolve("image"));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM %s
        ENTRYPOINT ["sh", "-c", "[ ! -s $PGDATA/PG_VERSION ] || [ -e $PGDATA/pg_seen_before ] || exit 1; exec docker-entrypoint.sh $0 $@"]
        CMD ["postgres"]
        """
            .formatted(ComposeUnderTest.IMAGE));
    String tag = name + "-picky:1";
    try (DockerClient client = TestDocker.client()) {
      String id =
          client
              .buildImageCmd(context.toFile())
              .withTags(Set.of(tag))
              .exec(new BuildImageResultCallback())
              .awaitImageId();
      assertThat(id).isNotEmpty();
    }
    return tag;
  }

  private static void remove(String image) throws Exception {
    try (DockerClient client = TestDocker.client()) {
      client.removeImageCmd(image).withForce(true).exec();
    }
  }

  private interface Meanwhile {
    void happens() throws Exception;
  }
}
