package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import dev.restorebot.engine.disaster.compose.ComposeFiles;
import dev.restorebot.engine.disaster.docker.RememberedTargets;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.Tars;
import dev.restorebot.engine.testing.TestDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SIGKILL after every step of a disaster restore and of the way back: after each state that is
 * stored, and after each thing that is done between two states. The next process goes on, and the
 * old volume is byte for byte what it was when production's database ended.
 *
 * <p>{@code mvn verify} sends one restore through the kills after each stored state and in the
 * middle of the longest steps, one after the other. {@code mvn -Pexhaustive verify} does it with
 * every step, and with each kill alone in a restore of its own.
 */
@RequiresDocker
@RequiresCompose
@Slow
class DisasterKilledIT {
  private static final PlanOptions ALL =
      new PlanOptions(
          PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.AUTOMATIC, true, AfterSwap.DEFAULT);

  private static final List<String> FORWARD =
      List.of(
          "state STOPPING_SERVICES",
          "stop [api, email-worker]",
          "state CREATING_VOLUME",
          "discard",
          "discard uploads",
          "create uploads",
          "start",
          "state RESTORING",
          "load",
          "in the middle of fill uploads",
          "fill uploads",
          "state VERIFYING",
          "verify",
          "finish",
          "state SWAPPING",
          "stop [db]",
          "safetyCopy",
          "stop [db]",
          "before recreate",
          "recreate",
          "remake api",
          "remake email-worker",
          "state STARTING_SERVICES",
          "start [api, email-worker]",
          "state CHECKING",
          "state DONE");

  private static final List<String> BACK =
      List.of(
          "state ROLLING_BACK",
          "stop [api, email-worker]",
          "stop [db]",
          "before recreate",
          "recreate",
          "remake api",
          "remake email-worker",
          "start [api, email-worker]",
          "state ROLLED_BACK");

  private static final List<Kill> IN_BETWEEN =
      List.of(
          new Kill("load", 1),
          new Kill("in the middle of fill uploads", 1),
          new Kill("before recreate", 1),
          new Kill("recreate", 1));

  private static final Kill NEVER = new Kill("-", 0);
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir static Path folder;
  private static ComposeUnderTest project;
  private static DisasterRig rig;
  private static Path dump;
  private static Path uploads;

  @TempDir Path state;
  private JdbcDisasterStore store;
  private Disaster disaster;

  @BeforeAll
  static void up() throws IOException {
    project = new ComposeUnderTest(folder.resolve("app")).up();
    project.fill("saved");
    dump = project.dump(folder.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
    project.upload("a/1", "changed since");
    project.upload("b/lost", "not in the archive");
    uploads = folder.resolve("zenops_uploads_2026-02-09_14-30-00.tar.gz");
    // Larger than what is told of at once, so that it can be killed in the middle.
    byte[] noise = new byte[9 << 20];
    new Random(7).nextBytes(noise);
    Files.write(
        uploads,
        new Tars()
            .file("./a/1", "an essay", 1000, 0640)
            .file("./a/noise", Base64.getEncoder().encodeToString(noise))
            .gz());
    rig = new DisasterRig(project.settingsWithUploads(), project.url("/readyz"), Watched.NOBODY);
  }

  @AfterAll
  static void down() throws IOException {
    rig.close();
    project.close();
  }

  @BeforeEach
  void approved() throws Exception {
    store = JdbcDisasterStore.open(state.resolve("state.db"));
    approved(ALL);
  }

  private void approved(PlanOptions options) throws Exception {
    DisasterPlan plan =
        rig.plan(
            "k" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet(),
            dump,
            options,
            Optional.of(uploads));
    Disaster asked =
        Disaster.requested(
            new Actor("slack:U1", "Asha"),
            "drill",
            "-",
            "none",
            project.settingsWithUploads(),
            plan);
    assertThat(store.insert(asked)).isTrue();
    disaster = store.update(asked.become(DisasterState.PREPARING, Instant.now())).orElseThrow();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theseAreAllTheSteps() throws Exception {
    assertThat(process("drive", NEVER)).isZero();
    assertThat(steps()).isEqualTo(FORWARD);
    servesTheRestoredRows();
    Files.delete(state.resolve("steps"));
    assertThat(process("back", NEVER)).isZero();
    assertThat(steps()).isEqualTo(BACK);
    servesTheOldRows();
  }

  @Test
  void killedAfterEveryStateItGoesOn() throws Exception {
    killedOneAfterTheOther(kill -> kill.step().startsWith("state ") || IN_BETWEEN.contains(kill));
  }

  @Test
  @Exhaustive
  void killedAfterEveryStepItGoesOn() throws Exception {
    killedOneAfterTheOther(kill -> true);
  }

  /** One restore whose every process is killed later than the one before it. */
  private void killedOneAfterTheOther(Predicate<Kill> sample) throws Exception {
    for (Kill kill : kills(FORWARD).stream().filter(sample).toList()) {
      killed("drive", kill);
    }
    assertThat(process("drive", NEVER)).isZero();
    servesTheRestoredRows();
    for (Kill kill : kills(BACK).stream().filter(sample).toList()) {
      killed("back", kill);
    }
    assertThat(process("back", NEVER)).isZero();
    servesTheOldRows();
  }

  /** Also when somebody has to decide, and when the services that were held back start. */
  @Test
  @Exhaustive
  void killedWhileALeadIsAskedAndWhileHeldServicesStartItGoesOn() throws Exception {
    disaster =
        store.update(SampleDisasters.undone(disaster, DisasterState.CANCELLED)).orElseThrow();
    approved(
        new PlanOptions(
            PlanOptions.Stop.BEFORE_RESTORE,
            PlanOptions.Swap.AUTOMATIC,
            true,
            new AfterSwap(AfterSwap.OnFailedCheck.ASK, List.of(), List.of("email-worker"))));
    Path broken = Files.createFile(project.folder().resolve("app/broken"));
    killed("drive", new Kill("state AWAITING_KEEP", 1));
    assertThat(now().state()).isEqualTo(DisasterState.AWAITING_KEEP);
    assertThat(rig.mounted(disaster.plan())).isEqualTo(disaster.plan().newVolume());

    Files.delete(broken);
    killed("keep", new Kill("state DONE", 1));
    assertThat(process("keep", NEVER)).isZero();
    assertThat(now().progress().held()).containsExactly("email-worker");
    killed("held", new Kill("start [email-worker]", 1));
    assertThat(now().progress().held()).containsExactly("email-worker");
    assertThat(process("held", NEVER)).isZero();
    assertThat(now().progress().held()).isEmpty();
    servesTheRestoredRows();
    assertThat(rig.run(now(), store).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
    servesTheOldRows();
  }

  /** While the old volume is copied, and while the server on the copy is asked. */
  @Test
  void killedWhileItAsksACopyOfTheOldVolumeItLeavesNothing() throws Exception {
    String old = disaster.plan().target().volume().name();
    var stopped = project.compose("stop", "--timeout", "60", "db");
    assertThat(stopped).isEmpty();
    try (DockerClient client = TestDocker.client();
        DockerAccess docker = new DockerAccess(DockerSettings.withDefaults())) {
      String before = rig.hash(disaster.plan(), old);
      for (boolean copied : List.of(false, true)) {
        Process asking = DisasterProcess.start(state, project, disaster.id(), "ask", "-", 0);
        awaitCopy(client, asking, copied);
        asking.destroyForcibly().waitFor();
        new RememberedTargets(
                docker,
                TargetMemory.NONE,
                new ComposeFiles(Optional.empty()),
                told -> {},
                Clock.systemUTC())
            .sweep(project.settings());
        assertThat(copies(client, true)).isEmpty();
        assertThat(copies(client, false)).isEmpty();
      }
      assertThat(rig.hash(disaster.plan(), old)).isEqualTo(before);
    } finally {
      var started = project.compose("start", "db");
      assertThat(started).isEmpty();
      project.awaitDatabase();
    }
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
  }

  private void awaitCopy(DockerClient client, Process asking, boolean copied) throws IOException {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (copies(client, copied).isEmpty()) {
      assertThat(asking.isAlive() && System.nanoTime() < deadline)
          .as(Files.readString(state.resolve("output")))
          .isTrue();
      Thread.onSpinWait();
    }
  }

  /** The servers on copies of the old volume, or the copies. */
  private static List<String> copies(DockerClient client, boolean servers) {
    String label = "dev.restore-bot.disaster=facts:" + project.name();
    return servers
        ? client
            .listContainersCmd()
            .withShowAll(true)
            .withFilter("label", List.of(label, "dev.restore-bot.disaster.role=facts"))
            .exec()
            .stream()
            .map(Container::getId)
            .toList()
        : client.listVolumesCmd().withFilter("label", List.of(label)).exec().getVolumes().stream()
            .map(InspectVolumeResponse::getName)
            .toList();
  }

  private Disaster now() {
    return store.find(disaster.id()).orElseThrow();
  }

  @Exhaustive
  @ParameterizedTest
  @MethodSource("forward")
  void killedOnceOnTheWayItGoesOn(Kill kill) throws Exception {
    killed("drive", kill);
    assertThat(process("drive", NEVER)).isZero();
    servesTheRestoredRows();

    Disaster done = store.find(disaster.id()).orElseThrow();
    assertThat(rig.run(done, store).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
    servesTheOldRows();
  }

  @Exhaustive
  @ParameterizedTest
  @MethodSource("back")
  void killedOnceOnTheWayBackItGoesOn(Kill kill) throws Exception {
    assertThat(process("drive", NEVER)).isZero();
    killed("back", kill);
    assertThat(process("back", NEVER)).isZero();
    servesTheOldRows();
  }

  static Stream<Kill> forward() {
    return kills(FORWARD).stream();
  }

  static Stream<Kill> back() {
    return kills(BACK).stream();
  }

  /**
   * Where a process dies.
   *
   * @param step the step after which
   * @param which how many steps of that name there are up to it
   */
  record Kill(String step, int which) {
    @Override
    public String toString() {
      return which > 1 ? step + " for the " + which + "nd time" : step;
    }
  }

  private static List<Kill> kills(List<String> steps) {
    return IntStream.range(0, steps.size())
        .mapToObj(
            n ->
                new Kill(
                    steps.get(n), Collections.frequency(steps.subList(0, n + 1), steps.get(n))))
        .toList();
  }

  private void killed(String way, Kill kill) throws Exception {
    assertThat(process(way, kill)).as(kill.toString()).isEqualTo(128 + 9);
    assertThat(steps()).last().isEqualTo(kill.step());
  }

  private void servesTheRestoredRows() throws Exception {
    Disaster now = store.find(disaster.id()).orElseThrow();
    assertThat(now.state()).as(String.valueOf(now.problem())).isEqualTo(DisasterState.DONE);
    assertThat(project.get("/items")).isEqualTo("200 saved");
    assertThat(rig.mounted(now.plan())).isEqualTo(now.plan().newVolume());
    Set<String> whileItWasOff = Set.copyOf(Files.readAllLines(state.resolve("hashes")));
    assertThat(whileItWasOff)
        .containsExactlyInAnyOrder(
            rig.hash(now.plan(), now.plan().target().volume().name()),
            rig.hash(now.plan(), now.plan().target().uploads().orElseThrow().name()));
    for (UploadsVolume.Mount mount : now.plan().target().uploads().orElseThrow().mounts()) {
      assertThat(rig.mounted(now.plan(), mount.service(), mount.path()))
          .isEqualTo(now.plan().newUploadsVolume().orElseThrow());
    }
    assertThat(project.uploads("api", "/srv/uploads"))
        .contains("640 1000:1001 ./a/1", "./a/noise")
        .doesNotContain("lost")
        .startsWith("750 1234:1235 .");
  }

  private void servesTheOldRows() throws Exception {
    Disaster now = store.find(disaster.id()).orElseThrow();
    assertThat(now.state()).as(String.valueOf(now.problem())).isEqualTo(DisasterState.ROLLED_BACK);
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    assertThat(rig.mounted(now.plan())).isEqualTo(now.plan().target().volume().name());
    assertThat(now.plan().overrideFile()).doesNotExist();
    for (UploadsVolume.Mount mount : now.plan().target().uploads().orElseThrow().mounts()) {
      assertThat(rig.mounted(now.plan(), mount.service(), mount.path()))
          .isEqualTo(now.plan().target().uploads().orElseThrow().name());
    }
    assertThat(project.uploads("email-worker", "/mnt/files")).contains("./b/lost");
    assertThat(project.compose("ps", "--services", "--status", "running").lines().sorted())
        .containsExactly("api", "db", "email-worker");
  }

  private List<String> steps() throws IOException {
    return Files.readAllLines(state.resolve("steps"));
  }

  private int process(String way, Kill kill) throws Exception {
    return DisasterProcess.run(state, project, disaster.id(), way, kill.step(), kill.which());
  }
}
