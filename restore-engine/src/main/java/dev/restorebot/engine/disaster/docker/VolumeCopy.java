package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.diagnose.ServerMessage;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.ServerGlobals;
import dev.restorebot.engine.docker.ContainerLog;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.text.Sizes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server that does not run what only it knows: on a copy of its volume, which is only read.
 * The copy and its server have no network and are removed whatever happens; what a killed process
 * left is removed by {@link #sweep}.
 */
final class VolumeCopy {
  /** A larger volume would be copied for longer than people want to wait for a plan. */
  private static final long MOST_BYTES = 20L << 30;

  private static final long SPARE_BYTES = 1L << 30;
  private static final int PATIENCE_SECONDS = 120;
  private static final long PAUSE_MILLIS = 200;
  private static final int LOG_SECONDS = 20;
  private static final String ROLE = "facts";
  private static final String COPY = "set -eu; cp -a /from/. /to/";

  /** Settings of the server that keep the copy from doing anything but answering. */
  private static final List<String> QUIET =
      List.of(
          "listen_addresses=",
          "unix_socket_directories=/tmp",
          "hba_file=/tmp/hba",
          "ssl=off",
          "archive_mode=off",
          "logging_collector=off",
          "log_destination=stderr",
          "shared_buffers=64MB",
          "huge_pages=off",
          "autovacuum=off",
          "max_logical_replication_workers=0",
          "fsync=off");

  private static final String SCRIPT =
      """
      set -eu
      data=$1; shift
      rm -f "$data/postmaster.pid"
      echo 'local all all trust' >/tmp/hba
      exec postgres -D "$data" "$@"
      """;

  private final DockerAccess docker;
  private final DatabaseServer server;
  private final DataVolume volume;
  private final String project;

  /** Asks on a copy of that volume, of a server in that Compose project. */
  VolumeCopy(DockerAccess docker, DatabaseServer server, DataVolume volume, String project) {
    this.docker = docker;
    this.server = server;
    this.volume = volume;
    this.project = project;
  }

  /**
   * Asks it.
   *
   * @param warnings gets what a person should know of the server
   * @throws ProblemException {@code TARGET_UNSUITABLE} when it tells what a restore would lose;
   *     anything else when it could not be asked, with the reason
   */
  KnownServer ask(String database, List<String> warnings, Instant now) throws ProblemException {
    requireSpace();
    String name = "restore-bot-facts-" + UUID.randomUUID();
    try {
      docker.client().createVolumeCmd().withName(name).withLabels(labels(project)).exec();
      var unused =
          new VolumeTool(docker, server.imageId(), id(project))
              .run(
                  "copy the old volume",
                  COPY,
                  List.of(),
                  VolumeTool.User.ROOT,
                  List.of(
                      new VolumeTool.At(volume.name(), "/from", true),
                      new VolumeTool.At(name, "/to", false)));
      start(name);
      ProductionPsql psql = new ProductionPsql(docker, name);
      await(name, psql);
      if (EmptyDatabase.in(psql, database)) {
        throw failed("its database " + database + " is missing or has no table");
      }
      ClusterFacts cluster = new ClusterQuestions(psql).ask(database, warnings);
      ServerGlobals globals =
          ClusterGlobals.ask(docker, name, server.pgdata(), database, Cancellation.none());
      return new KnownServer(cluster, globals, now, true);
    } catch (RuntimeException e) {
      throw docker.problem("ask a copy of the volume " + volume.name(), e);
    } finally {
      docker.remove(name, name);
    }
  }

  private void requireSpace() throws ProblemException {
    if (volume.bytes() > MOST_BYTES) {
      throw failed(
          "it has "
              + Sizes.text(volume.bytes())
              + ", and more than "
              + Sizes.text(MOST_BYTES)
              + " are not copied for a plan");
    }
    long needed = 2 * volume.bytes() + SPARE_BYTES;
    if (volume.freeBytes() < needed) {
      throw failed(
          Sizes.text(needed)
              + " must be free for a copy, and "
              + Sizes.text(volume.freeBytes())
              + " are");
    }
  }

  private void start(String name) {
    List<String> words = new ArrayList<>(List.of("sh", server.pgdata()));
    if (!server.command().isEmpty() && server.command().get(0).equals("postgres")) {
      words.addAll(server.command().subList(1, server.command().size()));
    }
    QUIET.forEach(setting -> words.addAll(List.of("-c", setting)));
    docker
        .client()
        .createContainerCmd(server.imageId())
        .withName(name)
        .withUser("postgres")
        .withEnv(
            "PGUSER=" + server.environment().get("POSTGRES_USER").orElse("postgres"),
            "PGHOST=/tmp",
            "TZ=UTC")
        .withEntrypoint("sh", "-c", SCRIPT)
        .withCmd(words)
        .withStopSignal("SIGINT")
        .withLabels(labels(project))
        .withHostConfig(
            HostConfig.newHostConfig()
                .withInit(true)
                .withNetworkMode("none")
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMounts(List.of(StorageMounts.of(name, server.dataMount(), false))))
        .exec();
    docker.client().startContainerCmd(name).exec();
  }

  private void await(String name, ProductionPsql psql) throws ProblemException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      if (!Boolean.TRUE.equals(
          docker.client().inspectContainerCmd(name).exec().getState().getRunning())) {
        throw failed("its server did not start" + lastWords(name));
      }
      try {
        var unused = psql.rows("postgres", "SELECT 1", Cancellation.none());
        return;
      } catch (ProblemException e) {
        if (System.nanoTime() > end) {
          throw failed("its server did not answer within " + PATIENCE_SECONDS + " s");
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      var unused = new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private String lastWords(String name) {
    return ContainerLog.lines(docker.client().logContainerCmd(name), LOG_SECONDS).stream()
        .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
        .findFirst()
        .map(line -> " (" + ServerMessage.masked(line.replaceFirst(".*?(FATAL|PANIC)", "$1")) + ")")
        .orElse("");
  }

  private static ProblemException failed(String why) {
    return new Problem(ProblemCode.SANDBOX_FAILED, why, "").exception();
  }

  private static String id(String project) {
    return ROLE + ":" + project;
  }

  private static Map<String, String> labels(String project) {
    return Map.of(ComposeLabels.DISASTER, id(project), ComposeLabels.ROLE, ROLE);
  }

  /** Removes the copies that a killed process left of that project, with their containers. */
  static void sweep(DockerAccess docker, String project) throws ProblemException {
    try {
      removeLeft(docker, project);
    } catch (ProblemException e) {
      // Meanwhile the engine may have made what the killed process had asked it for.
      removeLeft(docker, project);
    }
  }

  private static void removeLeft(DockerAccess docker, String project) throws ProblemException {
    Map<String, String> mine = Map.of(ComposeLabels.DISASTER, id(project));
    try {
      for (Container left :
          docker.client().listContainersCmd().withShowAll(true).withLabelFilter(mine).exec()) {
        docker.remove(left.getId(), "");
      }
      List<String> filter = List.of(ComposeLabels.DISASTER + "=" + id(project));
      for (var left :
          docker.client().listVolumesCmd().withFilter("label", filter).exec().getVolumes()) {
        docker.remove("", left.getName());
      }
    } catch (RuntimeException e) {
      throw docker.problem("remove copies of volumes that were left", e);
    }
  }
}
