package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.TemporaryFiles;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.Tars;
import dev.restorebot.engine.verify.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SIGKILL after each step of a rehearsal: the next start removes its containers, networks, volumes
 * and files. {@code mvn verify} kills at two places, {@code mvn -Pexhaustive verify} at all.
 */
@RequiresDocker
@RequiresCompose
@Slow
class RehearsalKilledIT {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir static Path folder;
  private static ComposeUnderTest project;
  private static Path dump;
  private static Path uploads;

  @TempDir Path state;

  @BeforeAll
  static void up() throws IOException {
    project = new ComposeUnderTest(folder.resolve("app")).up();
    project.fill("saved");
    dump = project.dump(folder.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    uploads = folder.resolve("zenops_uploads_2026-02-09_14-30-00.tar.gz");
    byte[] noise = new byte[9 << 20];
    new Random(7).nextBytes(noise);
    Files.write(
        uploads,
        new Tars()
            .file("./a/1", "an essay", 1000, 0644)
            .file("./a/noise", Base64.getEncoder().encodeToString(noise))
            .gz());
  }

  @AfterAll
  static void down() throws IOException {
    project.close();
  }

  @Test
  @Exhaustive
  void theseAreAllTheSteps() throws Exception {
    assertThat(rehearse("-", 0)).isZero();
    assertThat(Files.readAllLines(state.resolve("steps")))
        .containsExactly(
            "put rehearsal",
            "put rehearsal", // with its plan
            "create uploads",
            "start",
            "load",
            "in the middle of fill uploads",
            "fill uploads",
            "verify",
            "finish",
            "before create",
            "create rehearsal",
            "copy rehearsal",
            "before start",
            "start rehearsal",
            "before start",
            "start rehearsal",
            "remove rehearsal",
            "put rehearsal");
    assertThat(Files.readString(state.resolve("outcome"))).startsWith("Optional[PASSED]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", RehearsalProcess.IN_CREATE})
  void aKilledRehearsalIsRemovedByTheNextStart(String step) throws Exception {
    killed(step, 1);
  }

  @Exhaustive
  @ParameterizedTest
  @ValueSource(
      strings = {
        "put rehearsal",
        "create uploads",
        "start",
        "in the middle of fill uploads",
        "fill uploads",
        "verify",
        "finish",
        "create rehearsal",
        "copy rehearsal",
        "start rehearsal",
        "remove rehearsal"
      })
  void killedAfterAnyStepItIsRemovedByTheNextStart(String step) throws Exception {
    killed(step, 1);
  }

  @Test
  @Exhaustive
  void killedWhenAllServicesRunItIsRemovedByTheNextStart() throws Exception {
    killed("start rehearsal", 2);
  }

  private void killed(String step, int which) throws Exception {
    try (RehearsalRig before = rig()) {
      List<String> production = before.production();

      assertThat(rehearse(step, which)).isEqualTo(128 + 9);
      try (Closeable unused = TemporaryFiles.keepIn(state);
          RehearsalRig next = rig()) {
        List<Rehearsal> open = next.store.open();
        assertThat(open).hasSize(1);

        List<Rehearsal> swept =
            next.rehearsals(next.parts()).sweep(left -> !left.process().isAlive());

        assertThat(swept)
            .singleElement()
            .extracting(Rehearsal::outcome)
            .isEqualTo(Optional.of(Outcome.COULD_NOT_VERIFY));
        assertThat(next.store.open()).isEmpty();
        assertThat(next.made(open.get(0))).isEmpty();
        assertThat(next.production()).isEqualTo(production);
      }
    }
    assertThat(files()).noneMatch(name -> name.contains("rehearsal") || name.contains("compose"));
    assertThat(project.get("/items")).isEqualTo("200 saved");
  }

  private RehearsalRig rig() {
    return new RehearsalRig(
        project.settingsWithUploads(),
        project.url("/"),
        StateDatabase.open(state.resolve("state.db")),
        Watched.NOBODY);
  }

  /** What is in the folder of temporary files. */
  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(state.resolve("tmp"))) {
      return all.map(each -> String.valueOf(each.getFileName())).toList();
    }
  }

  private int rehearse(String step, int which) throws Exception {
    String id = "q" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
    return RehearsalProcess.run(state, project, id, dump, uploads, step, which);
  }
}
