package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import dev.restorebot.engine.testing.TestDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A project whose database is on storage of one kind, with rows that a backup has and one more. */
final class StorageUnderTest implements AutoCloseable {
  static final String DATA = "/var/lib/postgresql/data";
  private static final String MOUNT = "- postgres_data:" + DATA;
  private static final String DECLARED = "\n  postgres_data:\n";

  private final Kind kind;
  private final ComposeUnderTest project;
  private final String file;
  private boolean filled;

  /** How the project's file gives storage to its database. */
  enum Kind {
    NAMED_VOLUME,
    BIND_MOUNT,
    EXTERNAL_VOLUME,
    SUBFOLDER,
    UNNAMED_VOLUME
  }

  StorageUnderTest(Kind kind, Path folder) throws IOException {
    this.kind = kind;
    this.project = new ComposeUnderTest(folder);
    project.edit("stop_grace_period: 30s", "restart: always\n    stop_grace_period: 30s");
    switch (kind) {
      case NAMED_VOLUME -> {}
      case BIND_MOUNT -> project.edit(MOUNT, "- ./pgdata:" + DATA);
      case EXTERNAL_VOLUME ->
          project.edit(
              DECLARED, "\n  postgres_data:\n    external: true\n    name: " + external() + "\n");
      case SUBFOLDER ->
          project
              .edit(DECLARED, "\n  postgres_data:\n    driver: local\n    labels: {team: night}\n")
              .edit("POSTGRES_DB: zenops\n", "POSTGRES_DB: zenops\n      PGDATA: " + data() + "\n");
      case UNNAMED_VOLUME -> project.edit("    volumes:\n      " + MOUNT + "\n", "");
    }
    this.file = Files.readString(folder.resolve("compose.yaml"));
  }

  Kind kind() {
    return kind;
  }

  ComposeUnderTest project() {
    return project;
  }

  /** The data folder in the container. */
  String data() {
    return kind == Kind.SUBFOLDER ? DATA + "/pgdata" : DATA;
  }

  private String external() {
    return project.name() + "_elsewhere";
  }

  /** The project's settings with its place, as an empty machine needs them. */
  TargetSettings placed() {
    TargetSettings settings = project.settings();
    return TargetSettings.ofCompose(
        settings.project(),
        settings.databaseService(),
        settings.database(),
        settings.stopServices(),
        Optional.empty(),
        Optional.empty(),
        new ProjectPlace(Optional.of(project.folder()), List.of(), List.of(), List.of()));
  }

  /** Brings all services up, and fills the database unless it still has its rows. */
  StorageUnderTest up() throws IOException {
    make();
    project.up();
    if (!filled) {
      project.fill("saved");
      project.sql(
          "CREATE ROLE reporter LOGIN PASSWORD 'reporters-own-password';"
              + "GRANT SELECT ON items TO reporter; ALTER DATABASE zenops SET app.team TO 'night'");
      project.sql("ALTER SYSTEM SET log_min_duration_statement TO '4321ms'");
      includeSettings();
      lose();
      filled = true;
    }
    return this;
  }

  /** Makes the volume that Compose does not make. */
  void make() throws IOException {
    if (kind == Kind.EXTERNAL_VOLUME) {
      try (DockerClient client = TestDocker.client()) {
        var unused = client.createVolumeCmd().withName(external()).exec();
      }
    }
  }

  /** Adds the row that no backup has. */
  private void lose() throws IOException {
    project.sql("INSERT INTO items (name) VALUES ('lost')");
  }

  /** A dump without the row that was written after it. */
  Path dump(Path file) throws IOException {
    project.sql("DELETE FROM items WHERE name = 'lost'");
    Path dump = project.dump(file);
    lose();
    return dump;
  }

  /** Settings in a folder of their own in the data folder, as people have them. */
  private void includeSettings() throws IOException {
    exec(
        "cd "
            + data()
            + " && mkdir more && echo 'work_mem = 7777kB' >more/own.conf"
            + " && echo \"include_dir 'more'\" >>postgresql.conf && pg_ctl -D . reload");
  }

  /** Runs a script in the database's container as its superuser of the operating system. */
  void exec(String script) throws IOException {
    var unused = project.compose("exec", "-T", "--user", "postgres", "db", "sh", "-c", script);
  }

  /** Runs a script in a container that has the storage, while the database does not run. */
  void shell(String script) throws IOException {
    var unused = project.compose("run", "--rm", "-T", "--entrypoint", "sh", "db", "-c", script);
  }

  /** Removes the storage of a project that is down, and every other volume of it. */
  void remove() throws Exception {
    removeFolders("/parent/*pgdata* /parent/.*restore-bot");
    project.removeVolumes(volume -> true);
    filled = false;
  }

  /** Its files belong to the server's user. */
  private void removeFolders(String which) throws Exception {
    if (kind == Kind.BIND_MOUNT) {
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
          "rm -rf " + which);
    }
  }

  static void docker(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  @Override
  public void close() throws IOException {
    project.close();
    try {
      removeFolders("/parent/*pgdata* /parent/.*restore-bot");
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Names the restored storage in the project's own files. */
  void commit(DisasterPlan plan) throws IOException {
    String restored = plan.newVolume();
    String external = "external: true\n    name: " + restored;
    ComposeUnderTest unused =
        switch (kind) {
          case NAMED_VOLUME -> project.edit("volumes:" + DECLARED, plan.toCommit());
          case BIND_MOUNT -> project.edit("- ./pgdata:", "- " + restored + ":");
          case EXTERNAL_VOLUME -> project.edit("name: " + external(), "name: " + restored);
          case SUBFOLDER -> project.edit("driver: local\n    labels: {team: night}", external);
          case UNNAMED_VOLUME ->
              project
                  .edit(
                      "restart: always\n",
                      "restart: always\n" + "    volumes:\n      " + MOUNT + "\n")
                  .edit(DECLARED, "\n  postgres_data:\n    " + external + "\n");
        };
  }

  /** The file as it was. */
  void revert() throws IOException {
    Files.writeString(project.folder().resolve("compose.yaml"), file);
  }

  /** Removes the override file of an earlier restore. */
  void removeOverride() throws IOException {
    var unused = Files.deleteIfExists(project.folder().resolve("compose.override.yaml"));
  }
}
