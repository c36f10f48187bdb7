package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.VolumeScripts;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.sandbox.server.Sql;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A server on a copy of the restored data, for people who want to look before the swap. Without a
 * network; its only login is a role that reads. The new volume itself is mounted read-only, and
 * what happens on the copy does not count.
 */
record LookContainer(DockerAccess docker, DockerSettings settings, DisasterPlan plan) {
  private static final String ROLE = "restore_bot_reader";

  /** Fails when the copy has no room; gives the copy's folder to the server's user. */
  private static final String PREPARE =
      """
      set -eu
      need=$(du -sk /from | cut -f1); free=$(df -Pk /copy | awk 'NR == 2 { print $4 }')
      if [ "$free" -lt $((need + need / 10 + 102400)) ]; then
        echo "No space left for a copy to look at: $need kB are needed, $free kB are free" >&2
        exit 1
      fi
      chown postgres /copy
      chmod 700 /copy
      """;

  private static final String SERVE =
      """
      set -eu
      data=/copy$1; roles=$2; database=$3; shift 3
      if [ ! -e /copy/restore-bot-copied ]; then
        cp -a /from/. /copy/
        : >/copy/restore-bot-copied
      fi
      rm -f "$data/postmaster.pid"
      printf '%s\\n' "$roles" | postgres --single -D "$data" -c archive_mode=off \\
        -c shared_preload_libraries= -c shared_buffers=64MB -c huge_pages=off "$database" >/dev/null
      printf 'local all restore_bot_reader trust\\n' >/tmp/hba
      exec postgres -D "$data" "$@"
      """;

  String name() {
    return "restore-bot-look-" + plan.id().replaceAll("[^A-Za-z0-9_.-]", "-");
  }

  /** Returns the command that opens a session, once the copy is made. */
  String command() {
    return ShellWords.command(
        "docker",
        "exec",
        "-it",
        name(),
        "psql",
        "-h",
        "/tmp",
        "-U",
        ROLE,
        plan.target().database());
  }

  /** Starts it, in place of an earlier one. The copy is made in the background. */
  void open() throws ProblemException {
    close();
    new OwnVolumes(docker, plan).create(name(), "look", "");
    var unused =
        new VolumeTool(docker, plan)
            .run(
                "make room to look at the restored database",
                PREPARE,
                List.of(),
                VolumeTool.User.ROOT,
                List.of(
                    new VolumeTool.At(plan.newVolume(), "/from", true),
                    new VolumeTool.At(name(), "/copy", false)));
    try {
      create();
      docker.client().startContainerCmd(name()).exec();
    } catch (RuntimeException e) {
      throw docker.problem("start the server to look at the restored database", e);
    }
  }

  /** Removes it and its copy; missing is fine. */
  void close() throws ProblemException {
    docker.remove(name(), new OwnVolumes(docker, plan).has(name()) ? name() : "");
  }

  private void create() {
    DatabaseServer server = plan.target().server();
    docker
        .client()
        .createContainerCmd(server.imageId())
        .withName(name())
        .withUser("postgres")
        .withEnv("TZ=UTC")
        .withEntrypoint("sh", "-c", SERVE)
        .withCmd(words(server))
        .withStopSignal("SIGINT")
        .withLabels(Map.of(ComposeLabels.DISASTER, plan.id(), ComposeLabels.ROLE, "look"))
        .withHostConfig(
            HostConfig.newHostConfig()
                .withInit(true)
                .withNetworkMode("none")
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMemory(settings.memoryBytes())
                .withPidsLimit(settings.pidsLimit())
                .withMounts(
                    List.of(
                        StorageMounts.of(plan.newVolume(), "/from", true),
                        StorageMounts.of(name(), "/copy", false))))
        .exec();
  }

  /**
   * Returns the server's command. Archiving, jobs and whatever else production's settings start are
   * off.
   */
  private List<String> words(DatabaseServer server) {
    return List.of(
        "sh",
        VolumeScripts.below(server),
        roles(),
        plan.target().database(),
        "-c",
        "listen_addresses=",
        "-c",
        "unix_socket_directories=/tmp",
        "-c",
        "hba_file=/tmp/hba",
        "-c",
        "ssl=off",
        "-c",
        "archive_mode=off",
        "-c",
        "logging_collector=off",
        "-c",
        "autovacuum=off",
        "-c",
        "max_logical_replication_workers=0",
        "-c",
        "default_transaction_read_only=on",
        "-c",
        "shared_buffers=64MB",
        "-c",
        "huge_pages=off",
        "-c",
        "shared_preload_libraries=" + preload());
  }

  /** Jobs of the database must not run twice. */
  private String preload() {
    return Arrays.stream(plan.target().cluster().preload().split(","))
        .map(String::strip)
        .filter(library -> !library.isEmpty() && !library.contains("pg_cron"))
        .collect(Collectors.joining(","));
  }

  /** One statement a line, as a server in single-user mode reads them. */
  private static String roles() {
    String role = Sql.identifier(ROLE);
    return String.join(
        "\n",
        "DROP ROLE IF EXISTS " + role + ";",
        "CREATE ROLE " + role + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;",
        "GRANT pg_read_all_data TO " + role + ";");
  }
}
