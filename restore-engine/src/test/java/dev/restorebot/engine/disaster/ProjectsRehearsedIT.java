package dev.restorebot.engine.disaster;

import static dev.restorebot.engine.disaster.RehearsalRig.check;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compose projects as people have them, started and rehearsed. RehearsalComposeIT, in the gate,
 * derives the rehearsals of more of them and starts none.
 */
@RequiresDocker
@RequiresCompose
@Exhaustive
class ProjectsRehearsedIT {
  @TempDir Path folder;

  /** A project that runs, and its dump. */
  private record Running(ComposeUnderTest project, Path dump) implements AutoCloseable {
    /** Rehearses it; the page must answer with an item of the backup. */
    Rehearsal rehearse(String... stop) throws Exception {
      TargetSettings target =
          TargetSettings.ofCompose(
              project.name(),
              "db",
              "zenops",
              List.of(stop),
              Optional.empty(),
              Optional.empty(),
              ProjectPlace.UNKNOWN);
      try (RehearsalRig rig =
          new RehearsalRig(target, project.url("/"), StateDatabase.inMemory(), Watched.NOBODY)) {
        return rig.run(rig.parts(rig.page("list", "/items", "saved")), rig.plan(dump), told -> {});
      }
    }

    @Override
    public void close() throws IOException {
      project.close();
    }
  }

  private Running up(String name) throws Exception {
    ComposeUnderTest project = new ComposeUnderTest(folder.resolve(name));
    Path from = Path.of(ProjectsRehearsedIT.class.getResource("/compose/started/" + name).toURI());
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        Path to = project.folder().resolve(from.relativize(each).toString());
        Path unused = Files.createDirectories(to.getParent());
        unused = Files.copy(each, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (name.equals("secrets")) {
      Path unused =
          Files.writeString(
              project.folder().resolve("password.txt"), ComposeUnderTest.PASSWORD + "\n");
    }
    try {
      project.up();
      project.fill("saved");
      Path dump = project.dump(folder.resolve("zenops_db_2026-02-09_14-30-00.dump"));
      return new Running(project, dump);
    } catch (IOException | RuntimeException e) {
      project.close();
      throw e;
    }
  }

  private static void passes(Rehearsal rehearsal, String... services) {
    assertThat(rehearsal.outcome()).as("%s", rehearsal).contains(Outcome.PASSED);
    assertThat(rehearsal.services()).containsExactlyInAnyOrder(services);
    assertThat(check(rehearsal, "http list").status()).isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void secretsConfigsAndVariablesOfFiles() throws Exception {
    try (Running shop = up("secrets")) {
      Rehearsal rehearsal = shop.rehearse("api");

      passes(rehearsal, "db", "api");
      assertThat(rehearsal.differences()).containsExactly("no port is published");
      assertThat(rehearsal.toString()).doesNotContain(ComposeUnderTest.PASSWORD);
    }
  }

  @Test
  void aMigrationBeforeTheApplication() throws Exception {
    try (Running shop = up("migration")) {
      Rehearsal rehearsal = shop.rehearse("api");

      passes(rehearsal, "db", "migrate", "api");
      assertThat(check(rehearsal, "service migrate").detail()).isEqualTo("ended with exit code 0");
      assertThat(check(rehearsal, "service api").detail()).startsWith("healthy");

      Path unused = Files.writeString(shop.project().folder().resolve("app/not-null"), "");
      Rehearsal failed = shop.rehearse("api");
      assertThat(failed.outcome()).as("%s", failed).contains(Outcome.FAILED);
      assertThat(check(failed, "service migrate").detail()).contains("contains null values");
      assertThat(failed.problem().orElseThrow().message()).contains("service migrate");
      assertThat(check(failed, "service api").status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
      assertThat(failed.checks().toString()).doesNotContain("/tmp/");
    }
  }

  @Test
  void severalNetworksAndTheNetworkOfAnotherService() throws Exception {
    try (Running shop = up("networks")) {
      Rehearsal rehearsal = shop.rehearse("api", "proxy", "tunnel");

      passes(rehearsal, "db", "tunnel", "api", "proxy");
      assertThat(rehearsal.differences()).containsExactly("no port is published");
    }
  }

  @Test
  void profilesAndExtensions() throws Exception {
    try (Running shop = up("profiles")) {
      String unused = shop.project().compose("--profile", "mail", "up", "-d");
      Rehearsal rehearsal = shop.rehearse("api", "mailer");

      passes(rehearsal, "db", "api");
      assertThat(rehearsal.differences())
          .containsExactlyInAnyOrder(
              "mailer is left out: it is in no active profile (disaster.profiles)",
              "no port is published");
    }
  }

  @Test
  void aServiceThatWorksWhenItIsStartedAgain() throws Exception {
    try (Running shop = up("restarts")) {
      Path unused = Files.writeString(shop.project().folder().resolve("app/impatient"), "");
      Rehearsal rehearsal = shop.rehearse("api", "worker");

      passes(rehearsal, "db", "api", "worker");
      CheckResult worker = check(rehearsal, "service worker");
      // It may end before or after it was first seen to run.
      assertThat(worker.status()).isIn(CheckStatus.PASSED, CheckStatus.WARNING);
      assertThat(worker.detail()).contains("was started again 1 time");
      assertThat(check(rehearsal, "log worker").status()).isEqualTo(CheckStatus.PASSED);
    }
  }
}
