package dev.restorebot.engine.disaster;

import static dev.restorebot.engine.disaster.RehearsalRig.check;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.Tars;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rehearsals of a real project that the tests share. */
@RequiresDocker
@RequiresCompose
@Slow
class RehearsalIT {
  @TempDir static Path shared;
  private static ComposeUnderTest project;
  private static Path dump;

  private RehearsalRig rig;

  @BeforeAll
  static void up() throws Exception {
    project = new ComposeUnderTest(shared.resolve("app")).up();
    project.fill("saved");
    dump = project.dump(shared.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
  }

  @AfterAll
  static void down() throws Exception {
    project.close();
  }

  @BeforeEach
  void open() {
    rig = new RehearsalRig(project);
  }

  @AfterEach
  void close() throws Exception {
    Files.deleteIfExists(project.folder().resolve("app/broken"));
    rig.close();
  }

  private Rehearsals.Parts parts() {
    return rig.parts(
        rig.page("readiness", "/readyz", "ready"), rig.page("login", "/login", "welcome asha"));
  }

  @Test
  void theApplicationRunsOnTheRestoredDataAndReachesNothingElse() throws Exception {
    DisasterPlan plan = rig.plan(dump);
    List<String> reached = new ArrayList<>();

    try (Reach reach = new Reach(rig.docker, project)) {
      Rehearsal rehearsal =
          rig.run(
              parts(),
              plan,
              told -> {
                if (told.activity().contains("checklist")) {
                  reached.addAll(reach.from(rig.container(plan, "api")));
                }
              });

      assertThat(rehearsal.outcome()).as("%s", rehearsal).contains(Outcome.PASSED);
      assertThat(rehearsal.warnings()).contains("rto");
      assertThat(rehearsal.downtime().orElseThrow().text()).endsWith(" over the RTO of 1 ms");
      assertThat(check(rehearsal, "http login").status()).isEqualTo(CheckStatus.PASSED);
      assertThat(check(rehearsal, "service api").detail())
          .isEqualTo("runs; it has no health check");
      assertThat(check(rehearsal, "log api").status()).isEqualTo(CheckStatus.PASSED);
      assertThat(rehearsal.times())
          .extracting(Rehearsal.Part::name)
          .containsExactly("restored", "verified", "on the disk", "healthy", "checked");
      assertThat(rehearsal.services()).containsExactlyInAnyOrder("db", "api", "email-worker");
      assertThat(rehearsal.differences())
          .contains("no port is published", "new and empty: the volumes unused, uploads");
      assertThat(rig.store.newestPassed("shop")).contains(rehearsal);
      assertThat(reached).containsExactly("own database");
      // The same attempts succeed where they may: so those above failed for the networks alone.
      assertThat(reach.from(project.compose("ps", "--quiet", "api").strip()))
          .contains(
              "own database",
              "production by address",
              "production by name",
              "production's name",
              "this machine",
              "a gateway that answers");
    }
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
  }

  @Test
  void anApplicationThatFailsOnTheRestoredDataFailsAtThatCheck() throws Exception {
    Files.writeString(project.folder().resolve("app/broken"), "");

    Rehearsal rehearsal = rig.run(parts(), rig.plan(dump), told -> {});

    assertThat(rehearsal.outcome()).contains(Outcome.FAILED);
    assertThat(check(rehearsal, "http readiness").detail()).contains("500 instead of 200");
    assertThat(check(rehearsal, "http login").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(check(rehearsal, "log api").detail()).contains("division by zero");
    assertThat(rehearsal.problem()).isPresent();
  }

  /** What goes wrong, the check that says so, and the words in it. */
  @Exhaustive
  @ParameterizedTest
  @CsvSource({
    "exits, service api, no such file: settings.py",
    "no-login, http login, answers 401 instead of 200",
    "uploads, uploads, not in it"
  })
  void whatFailsIsNamedAndNothingElse(String fault, String check, String words) throws Exception {
    Path marker = Files.createFile(project.folder().resolve("app").resolve(fault));
    Path uploads = shared.resolve("zenops_uploads_2026-02-09_14-30-00.tar.gz");
    Files.write(
        uploads,
        new Tars().file(fault.equals("uploads") ? "./a/2" : "./a/1", "essay", 1000, 0644).gz());
    try (RehearsalRig own =
        new RehearsalRig(
            project.settingsWithUploads(),
            project.url("/"),
            StateDatabase.inMemory(),
            Watched.NOBODY)) {
      Rehearsal rehearsal =
          own.run(
              own.parts(
                  own.page("readiness", "/readyz", "ready"),
                  own.page("upload", "/upload", "essay"),
                  own.page("login", "/login", "welcome asha")),
              own.plan("f" + ProcessHandle.current().pid() + fault, dump, Optional.of(uploads)),
              told -> {});

      assertThat(rehearsal.outcome()).as("%s", rehearsal).contains(Outcome.FAILED);
      assertThat(rehearsal.checks())
          .filteredOn(each -> each.status() == CheckStatus.FAILED)
          .extracting(CheckResult::name)
          .first()
          .isEqualTo(check);
      assertThat(check(rehearsal, check).detail()).contains(words);
      assertThat(rehearsal.problem().orElseThrow().message()).contains(words);
    } finally {
      Files.delete(marker);
    }
  }
}
