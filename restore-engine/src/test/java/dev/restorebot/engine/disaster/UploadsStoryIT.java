package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.Tars;
import dev.restorebot.engine.testing.TestDocker;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database and its uploads, restored together on a real project that the tests share. */
@RequiresDocker
@RequiresCompose
@Slow
class UploadsStoryIT {
  private static final PlanOptions ASK =
      new PlanOptions(
          PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK, false, AfterSwap.DEFAULT);

  private static final String RUN = "u" + ProcessHandle.current().pid() + "x";

  /** The label of every container that a disaster restore makes. */
  private static final String DISASTER = "dev.restore-bot.disaster";

  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir static Path shared;
  private static ComposeUnderTest project;
  private static Path dump;

  @TempDir Path folder;
  private DisasterRig rig;
  private JdbcDisasterStore store;

  @BeforeAll
  static void up() throws Exception {
    project = new ComposeUnderTest(shared.resolve("app")).up();
    project.fill("saved");
    project.upload("a/1", "changed since");
    dump = project.dump(shared.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
  }

  @AfterAll
  static void down() throws Exception {
    project.close();
  }

  @BeforeEach
  void open() throws Exception {
    rig = new DisasterRig(project.settingsWithUploads(), project.url("/readyz"), Watched.NOBODY);
    store = JdbcDisasterStore.open(folder.resolve("state.db"));
  }

  @AfterEach
  void reset() throws Exception {
    store.close();
    rig.close();
    project.reset();
  }

  private Path archive(Tars tars) throws Exception {
    return Files.write(folder.resolve("zenops_uploads_2026-02-09_14-30-00.tar.gz"), tars.gz());
  }

  private Disaster approved(DisasterPlan plan) {
    Disaster asked =
        Disaster.requested(
            new Actor("slack:U1", "Asha"),
            "test",
            "-",
            "none",
            project.settingsWithUploads(),
            plan);
    assertThat(store.insert(asked)).isTrue();
    return store.update(asked.become(DisasterState.PREPARING, Instant.now())).orElseThrow();
  }

  private DisasterPlan plan(Optional<Path> uploads) throws Exception {
    return rig.plan(RUN + COUNT.incrementAndGet(), dump, ASK, uploads);
  }

  @Test
  void bothVolumesAreSwappedAndARollbackGivesBothBack() throws Exception {
    Path archive =
        archive(
            new Tars()
                .folder("./", 77, 0711)
                .file("./a/1", "an essay", 1000, 0640)
                .file("./long/" + "n".repeat(200) + "/é", "x", 5, 0600)
                .link("./a/link", "1")
                .hardLink("./a/same", "a/1", 1000));
    DisasterPlan plan = plan(Optional.of(archive));
    String old = plan.target().uploads().orElseThrow().name();
    String before = rig.hash(plan, old);
    assertThat(plan.target().uploads().orElseThrow().mounts())
        .containsExactly(
            new UploadsVolume.Mount("api", "/srv/uploads"),
            new UploadsVolume.Mount("email-worker", "/mnt/files"));
    assertThat(plan.lines(Instant.now()))
        .anyMatch(line -> line.startsWith("Uploads: zenops_uploads_2026-02-09_14-30-00.tar.gz"))
        .contains("New volume of uploads: " + plan.newUploadsVolume().orElseThrow());

    Disaster waiting = rig.run(approved(plan), store).drive();
    assertThat(waiting.state()).as("%s", waiting.problem()).isEqualTo(DisasterState.AWAITING_GO);
    assertThat(waiting.checks())
        .filteredOn(check -> check.name().startsWith("uploads"))
        .extracting(CheckResult::status)
        .containsExactly(CheckStatus.PASSED, CheckStatus.PASSED);
    theRunbookFillsTheSameVolume(plan, archive, 3);
    Disaster done = rig.run(waiting, store).go();

    assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
    assertThat(project.get("/items")).isEqualTo("200 saved");
    String seen = project.uploads("api", "/srv/uploads");
    assertThat(seen)
        .startsWith("711 77:78 .")
        .contains("640 1000:1001 ./a/1", "640 1000:1001 ./a/same", "600 5:6 ./long/")
        .contains("./a/link");
    assertThat(project.uploads("email-worker", "/mnt/files")).isEqualTo(seen);
    assertThat(project.compose("exec", "-T", "--user", "0", "api", "cat", "/srv/uploads/a/link"))
        .isEqualTo("an essay");
    assertThat(rig.hash(plan, old)).isEqualTo(before);
    recreated();
    assertThat(rig.mounted(plan, "api", "/srv/uploads")).isEqualTo(plan.newUploadsVolume().get());

    anotherRestoreWithoutUploadsKeepsThem(plan);

    Disaster back = rig.run(done, store).rollBack();
    assertThat(back.state()).isEqualTo(DisasterState.ROLLED_BACK);
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    assertThat(rig.mounted(plan, "api", "/srv/uploads")).isEqualTo(old);
    assertThat(rig.mounted(plan, "email-worker", "/mnt/files")).isEqualTo(old);
    assertThat(rig.hash(plan, old)).isEqualTo(before);
    assertThat(plan.overrideFile()).doesNotExist();
  }

  /** As the next deployment does it. */
  private void recreated() throws Exception {
    var said = project.compose("up", "-d", "--force-recreate");
    assertThat(said).isNotNull();
    project.up();
  }

  /**
   * Ours is the only override file: what the earlier restore named is named by the next one too.
   */
  private void anotherRestoreWithoutUploadsKeepsThem(DisasterPlan first) throws Exception {
    DisasterPlan next = plan(Optional.empty());
    assertThat(next.newUploadsVolume()).isEmpty();
    assertThat(next.toCommit()).contains(first.newUploadsVolume().orElseThrow(), next.newVolume());
    Disaster done = rig.run(rig.run(approved(next), store).drive(), store).go();
    assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
    recreated();
    assertThat(rig.mounted(next, "api", "/srv/uploads")).isEqualTo(first.newUploadsVolume().get());
    assertThat(rig.run(done, store).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
  }

  @Test
  void anArchiveWithoutTheFilesThatTheDatabaseKnowsChangesNothing() throws Exception {
    DisasterPlan plan = plan(Optional.of(archive(new Tars().file("uploads/a/1", "too deep"))));
    Disaster ended = rig.run(approved(plan), store).drive();

    assertThat(ended.state()).isEqualTo(DisasterState.FAILED);
    assertThat(ended.problem().orElseThrow().message()).contains("not in it: a/1");
    asBefore(plan);
  }

  @Test
  void anArchiveThatWasChangedSinceIsNotUnpackedToAnyUse() throws Exception {
    DisasterPlan plan = plan(Optional.of(archive(new Tars().file("a/1", "an essay"))));
    var other = archive(new Tars().file("a/1", "another essay"));
    assertThat(other).exists();
    Disaster ended = rig.run(approved(plan), store).drive();

    assertThat(ended.state()).isEqualTo(DisasterState.FAILED);
    assertThat(ended.problem().orElseThrow().message()).contains("its SHA-256 differs");
    asBefore(plan);
    archive(new Tars().file("../../../etc/x", "x"));
    assertThatThrownBy(() -> plan(Optional.of(other))).hasMessageContaining("with .. in it");
  }

  private void asBefore(DisasterPlan plan) throws Exception {
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    assertThat(rig.mounted(plan, "api", "/srv/uploads"))
        .isEqualTo(plan.target().uploads().orElseThrow().name());
    try (DockerClient client = TestDocker.client()) {
      assertThat(client.listVolumesCmd().exec().getVolumes())
          .extracting(volume -> volume.getName())
          .doesNotContain(plan.newUploadsVolume().orElseThrow(), plan.newVolume());
      // Others may restore on the same engine.
      assertThat(client.listContainersCmd().withShowAll(true).exec())
          .extracting(container -> container.getLabels().getOrDefault(DISASTER, ""))
          .noneMatch(id -> id.startsWith(RUN));
    }
  }

  @Test
  void aServiceThatWouldKeepTheOldUploadsIsToldBeforehand() throws Exception {
    TargetSettings settings =
        TargetSettings.ofCompose(
            project.name(),
            "db",
            "zenops",
            List.of("api"),
            Optional.empty(),
            Optional.of("uploads"),
            ProjectPlace.UNKNOWN);
    Path archive = archive(new Tars().file("a/1", "an essay"));
    try (DisasterRig other = new DisasterRig(settings, project.url("/readyz"), Watched.NOBODY)) {
      assertThatThrownBy(() -> other.plan("uq", dump, ASK, Optional.of(archive)))
          .hasMessageContaining("email-worker also uses the volume of uploads");
    }
    TargetSettings wrong =
        TargetSettings.ofCompose(
            project.name(),
            "db",
            "zenops",
            List.of("api", "email-worker"),
            Optional.empty(),
            Optional.of("nothing"),
            ProjectPlace.UNKNOWN);
    try (DisasterRig other = new DisasterRig(wrong, project.url("/readyz"), Watched.NOBODY)) {
      assertThatThrownBy(() -> other.plan("uq", dump, ASK, Optional.of(archive)))
          .hasMessageContaining("No container of the project has a volume");
    }
  }

  /** The commands for hands, carried out by hands up to the swap, fill the same volume. */
  private void theRunbookFillsTheSameVolume(DisasterPlan byBot, Path archive, int files)
      throws Exception {
    DisasterPlan plan = plan(Optional.of(archive));
    assertThat(plan.newUploadsVolume()).isNotEqualTo(byBot.newUploadsVolume());
    List<String> fill =
        plan.steps().stream()
            .filter(step -> step.what().startsWith("Unpack "))
            .findFirst()
            .orElseThrow()
            .commands();
    Process hand =
        new ProcessBuilder("sh", "-ec", String.join("\n", fill)).redirectErrorStream(true).start();
    String said = new String(hand.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(hand.waitFor()).as(said).isZero();
    assertThat(said).contains(files + " files ");
    assertThat(rig.hash(plan, plan.newUploadsVolume().orElseThrow()))
        .isEqualTo(rig.hash(byBot, byBot.newUploadsVolume().orElseThrow()));
    assertThat(plan.asRunbook()).contains(fill).contains("--force-recreate api email-worker");
  }
}
