package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import dev.restorebot.engine.disaster.StorageUnderTest.Kind;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.TestDocker;
import java.io.IOException;
import java.util.Optional;

/** A state in which production's database is found, and how it comes about. */
enum DatabaseState {
  RUNNING("runs"),
  STOPPED("is stopped"),
  CRASH_LOOPING("restarts again and again"),
  REMOVED("container is removed"),
  VOLUME_DAMAGED("is stopped, its storage damaged"),
  DOWN("project is down (`docker compose down`)"),
  VOLUME_EMPTY("runs on a new, empty volume, as `docker compose up` makes it"),
  VOLUME_REMOVED("project is down, its storage removed"),
  EMPTY_MACHINE("is on an empty machine: nothing is there but files, image and backups");

  private final String title;

  DatabaseState(String title) {
    this.title = title;
  }

  /** Its words in docs/disaster.md. */
  String title() {
    return title;
  }

  /** Whether the bot remembers the server; otherwise it has to find another source. */
  boolean remembered() {
    return switch (this) {
      case STOPPED, CRASH_LOOPING, DOWN, VOLUME_EMPTY, VOLUME_REMOVED -> true;
      case RUNNING, REMOVED, VOLUME_DAMAGED, EMPTY_MACHINE -> false;
    };
  }

  /** Whether the server's roles are in a file beside the backup. */
  boolean rolesBesideTheBackup() {
    return this == VOLUME_DAMAGED || this == EMPTY_MACHINE;
  }

  /** Whether the old storage is gone, so that there is no way back. */
  boolean storageIsGone() {
    return this == VOLUME_REMOVED || this == EMPTY_MACHINE;
  }

  /** Whether the server runs, on whatever data. */
  boolean runs() {
    return this == RUNNING || this == VOLUME_EMPTY;
  }

  /** Whether the server does not start on its storage. */
  boolean damaged() {
    return this == CRASH_LOOPING || this == VOLUME_DAMAGED;
  }

  /** Returns what the refusal of a restore says; empty where it restores. */
  Optional<String> refusal(Kind kind) {
    boolean containerGone = this == REMOVED || this == DOWN || storageIsGone();
    return kind == Kind.UNNAMED_VOLUME && containerGone
        ? Optional.of("nobody knows which volume has its data")
        : Optional.empty();
  }

  /** Returns the settings of the restored server: what no source knows is the image's default. */
  String settings() {
    return switch (this) {
      case EMPTY_MACHINE -> " -1 4MB";
      case VOLUME_DAMAGED -> " 4321ms 7777kB";
      // Those of the new server's files.
      case VOLUME_EMPTY -> " night -1 4MB";
      // The included file was on the volume only.
      case VOLUME_REMOVED -> " night 4321ms 4MB";
      default -> " night 4321ms 7777kB";
    };
  }

  /** Checks what the plan says of the database's state, and of where its facts are from. */
  void requirePlan(DisasterPlan plan) {
    boolean gone = storageIsGone();
    assertThat(plan.target().hasWayBack()).isEqualTo(!gone);
    assertThat(plan.safetyVolume().isPresent()).isEqualTo(!gone);
    if (gone) {
      assertThat(plan.lines(plan.createdAt()).get(1))
          .startsWith("NO WAY BACK: the old " + plan.target().volume().noun() + " ");
    }
    if (runs()) {
      assertThat(plan.target().outage()).isEmpty();
      assertThat(plan.warnings().toString().contains("was probably created again"))
          .isEqualTo(this == VOLUME_EMPTY);
      return;
    }
    Outage outage = plan.target().outage().orElseThrow();
    assertThat(outage.why()).contains(why());
    assertThat(outage.rolesWithoutPassword()).isEmpty();
    assertThat(outage.sources().stream().map(source -> source.text(plan.createdAt())))
        .anyMatch(line -> line.startsWith("Roles and passwords: ") && line.contains(source()));
    assertThat(plan.asRunbook()).doesNotContain("SCRAM-SHA-256");
  }

  private String why() {
    return switch (this) {
      case STOPPED -> "is not running (it is exited)";
      case VOLUME_DAMAGED -> "is not running";
      case CRASH_LOOPING -> "restarts again and again";
      default -> "The service db has no container.";
    };
  }

  private String source() {
    if (remembered()) {
      return "remembered 0 min ago";
    }
    return rolesBesideTheBackup() ? "beside the backup" : "from a copy of the old volume";
  }

  /** Makes a running project's database so. */
  void comesAbout(StorageUnderTest storage) throws Exception {
    ComposeUnderTest project = storage.project();
    String lose = "mv " + storage.data() + "/global/pg_control " + storage.data() + "/lost";
    switch (this) {
      case RUNNING -> {}
      case STOPPED -> compose(project, "stop", "-t", "1", "db");
      case CRASH_LOOPING -> {
        storage.exec(lose + "; kill -INT 1");
        awaitRestarts(project.name() + "-db-1");
      }
      case REMOVED -> compose(project, "rm", "--force", "--stop", "db");
      case VOLUME_DAMAGED -> {
        storage.exec(lose);
        compose(project, "kill", "db");
      }
      case DOWN -> compose(project, "down", "-t", "1");
      case VOLUME_EMPTY -> {
        compose(project, "down", "-t", "1");
        storage.remove();
        storage.make();
        ComposeUnderTest unused = project.up();
      }
      case VOLUME_REMOVED, EMPTY_MACHINE -> {
        compose(project, "down", "-t", "1");
        storage.remove();
      }
    }
  }

  private static void compose(ComposeUnderTest project, String... words) throws IOException {
    var unused = project.compose(words);
  }

  private static void awaitRestarts(String container) throws IOException {
    try (DockerClient client = TestDocker.client()) {
      Eventually.get(
          "two restarts of " + container,
          () -> client.inspectContainerCmd(container).exec().getRestartCount(),
          restarts -> restarts >= 2,
          Eventually.RESTORE);
    }
  }
}
