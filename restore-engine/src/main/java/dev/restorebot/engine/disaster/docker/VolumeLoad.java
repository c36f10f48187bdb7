package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.exception.NotModifiedException;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.diagnose.ServerMessage;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.InitdbArguments;
import dev.restorebot.engine.disaster.NewVolumes;
import dev.restorebot.engine.disaster.VolumeScripts;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Readiness;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.sandbox.server.Sql;
import dev.restorebot.engine.task.Cancellation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server that fills a new volume, from its first start to its clean end. */
final class VolumeLoad implements NewVolumes.Filling {
  private static final int STOP_SECONDS = 1800;
  private static final Duration STATEMENT = Duration.ofMinutes(2);

  private final LoadContainer container;
  private final ClusterGlobals globals;
  private final Sandbox sandbox;

  private VolumeLoad(LoadContainer container, ClusterGlobals globals, Sandbox sandbox) {
    this.container = container;
    this.globals = globals;
    this.sandbox = sandbox;
  }

  static VolumeLoad start(
      LoadContainer container,
      ClusterGlobals globals,
      DockerSettings settings,
      Cancellation cancellation)
      throws ProblemException {
    DockerAccess docker = container.docker();
    DisasterPlan plan = container.plan();
    Secret password = Secret.random();
    Endpoint endpoint = container.start(password);
    String version =
        Readiness.await(
            endpoint,
            settings.startTimeout(),
            () -> docker.requireRunning(container.name()),
            cancellation);
    Sandbox sandbox =
        docker.sandbox(
            info(container, endpoint.port(), version),
            container.cpus(),
            endpoint,
            plan.target().server().dataMount());
    globals.applyRoles(sandbox, cancellation);
    // The roles have brought production's password along; until the end ours is needed.
    sql(
        sandbox,
        "postgres",
        "ALTER ROLE "
            + Sql.identifier(plan.target().cluster().superuser())
            + " PASSWORD "
            + Sql.literal(password.value()),
        cancellation);
    if (plan.target().database().equals("postgres")) {
      return new VolumeLoad(container, globals, sandbox);
    }
    try (Connection connection = endpoint.connect("postgres", STATEMENT);
        Statement statement = connection.createStatement()) {
      statement.execute(InitdbArguments.createDatabase(plan.target()));
    } catch (SQLException e) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The new server did not create the database: "
                  + ServerMessage.masked(String.valueOf(e.getMessage())),
              "Check the database's locale and owner in production.")
          .exception(e);
    }
    return new VolumeLoad(container, globals, sandbox);
  }

  @Override
  public Sandbox sandbox() {
    return sandbox;
  }

  @Override
  public void finish(Cancellation cancellation) throws ProblemException {
    DisasterPlan plan = container.plan();
    globals.applySettings(sandbox, cancellation);
    globals.applyRoles(sandbox, cancellation);
    if (plan.target().outage().isPresent()) {
      // Where the old volume still has them, these are replaced below.
      globals.applyFiles(sandbox, plan.target().server().pgdata(), cancellation);
    }
    // A backup holds no statistics; without them production's first queries take minutes.
    tool(
        List.of("vacuumdb", "--analyze-only", "--quiet", "--jobs=" + sandbox.cpus()), cancellation);
    sql(sandbox, "postgres", "CHECKPOINT", cancellation);
    cancellation.check();
    stop();
    DatabaseServer server = plan.target().server();
    Optional<String> owner = plan.target().volume().owner();
    List<String> said =
        new VolumeTool(container.docker(), plan)
            .run(
                "put the new volume on the disk",
                VolumeScripts.FINISH,
                List.of(
                    "/restore-bot-from" + VolumeScripts.below(server),
                    server.pgdata(),
                    server.dataMount()),
                // The files of another user can be read by root only.
                owner.isPresent() ? VolumeTool.User.ROOT : VolumeTool.User.POSTGRES,
                volumes(plan));
    requireCleanEnd(plan, said);
    if (owner.isPresent()) {
      handOver(plan, owner.get());
    }
    if (plan.target().hasWayBack()) {
      own(container.docker(), plan, "", "");
    }
  }

  /** The image may have no user of that number, so no server could fill the volume as it. */
  private void handOver(DisasterPlan plan, String owner) throws ProblemException {
    var unused =
        new VolumeTool(container.docker(), plan)
            .run(
                "give " + plan.newVolume() + " to " + owner,
                VolumeScripts.HAND_OVER,
                List.of(owner),
                VolumeTool.User.ROOT,
                List.of(new VolumeTool.At(plan.newVolume(), "/to", false)));
  }

  /** Gives the new storage's own folder that owner and mode; those of the old one when empty. */
  static void own(DockerAccess docker, DisasterPlan plan, String owner, String mode)
      throws ProblemException {
    VolumeTool.At restored = new VolumeTool.At(plan.newVolume(), "/to", false);
    var unused =
        new VolumeTool(docker, plan)
            .run(
                "set the owner of " + plan.newVolume(),
                VolumeScripts.OWN,
                List.of(owner, mode),
                VolumeTool.User.ROOT,
                owner.isEmpty()
                    ? List.of(
                        new VolumeTool.At(plan.target().volume().name(), "/from", true), restored)
                    : List.of(restored));
  }

  /** The old volume too, which has production's own settings, unless it is gone. */
  private static List<VolumeTool.At> volumes(DisasterPlan plan) {
    VolumeTool.At restored =
        new VolumeTool.At(plan.newVolume(), plan.target().server().dataMount(), false);
    return plan.target().hasWayBack()
        ? List.of(
            new VolumeTool.At(plan.target().volume().name(), "/restore-bot-from", true), restored)
        : List.of(restored);
  }

  private static void requireCleanEnd(DisasterPlan plan, List<String> said)
      throws ProblemException {
    boolean checksums = said.stream().anyMatch(line -> line.matches("checksums [1-9].*"));
    if (!said.contains("state shut down") || checksums != plan.target().cluster().checksums()) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The new volume is not in the expected state after its server stopped: "
                  + String.join(", ", said),
              "Nothing was swapped. Try again.")
          .exception();
    }
  }

  private void stop() throws ProblemException {
    DockerAccess docker = container.docker();
    try {
      docker.client().stopContainerCmd(container.name()).withTimeout(STOP_SECONDS).exec();
    } catch (NotModifiedException e) {
      // It has ended by itself; its exit code tells.
    } catch (RuntimeException e) {
      throw docker.problem("stop the server that filled the new volume", e);
    }
    Long code =
        docker.client().inspectContainerCmd(container.name()).exec().getState().getExitCodeLong();
    if (code == null || code != 0) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The server that filled the new volume did not end cleanly (exit code " + code + ").",
              "docker logs --tail 50 " + container.name())
          .exception();
    }
    docker.remove(container.name(), "");
  }

  private void tool(List<String> command, Cancellation cancellation) throws ProblemException {
    List<String> lines = new ArrayList<>();
    int code = sandbox.run(new ToolCall(command, Optional.empty(), lines::add), cancellation);
    if (code != 0) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              command.get(0)
                  + " failed: "
                  + lines.stream().findFirst().map(ServerMessage::masked).orElse("no reason given"),
              "Nothing was swapped. Look at the database of the new volume, or try again.")
          .exception();
    }
  }

  /** Over the Unix socket, which asks for no password. */
  private static void sql(
      Sandbox sandbox, String database, String statement, Cancellation cancellation)
      throws ProblemException {
    byte[] script = (statement + ";\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int code =
        sandbox.run(
            new ToolCall(
                List.of(
                    "psql",
                    "--no-psqlrc",
                    "--quiet",
                    "--set=ON_ERROR_STOP=1",
                    "--dbname=" + database),
                Optional.of(new java.io.ByteArrayInputStream(script)),
                line -> {}),
            cancellation);
    if (code != 0) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The server of the new volume refused a statement of restore-bot's.",
              "Nothing was swapped. Try again.")
          .exception();
    }
  }

  private static String removal(String storage) {
    return DataVolume.isFolder(storage)
        ? ShellWords.command("rm", "-rf", storage)
        : "docker volume rm " + storage;
  }

  private static SandboxInfo info(LoadContainer container, int port, String version) {
    DisasterPlan plan = container.plan();
    return new SandboxInfo(
        "docker",
        plan.id(),
        "disaster",
        true,
        plan.target().server().image(),
        container.name(),
        plan.newVolume(),
        LoadContainer.LOOPBACK,
        port,
        plan.target().database(),
        plan.target().cluster().superuser(),
        version,
        plan.createdAt(),
        plan.createdAt(),
        List.of(),
        List.of(),
        List.of("docker rm -f " + container.name(), removal(plan.newVolume())));
  }
}
