package dev.restorebot.engine.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.ContainerState;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Secret;
import java.util.Arrays;
import java.util.Optional;

/** Opens the container of a sandbox that an earlier process started. */
final class DockerOpening {
  private static final long NANOS = 1_000_000_000L;

  private DockerOpening() {}

  static Sandbox open(DockerConnection docker, SandboxInfo info) throws ProblemException {
    new ContainerState(docker, info.container()).requireRunning();
    try {
      InspectContainerResponse found = docker.client().inspectContainerCmd(info.container()).exec();
      SandboxInfo present =
          info.withPort(DockerStart.port(found).orElseThrow(() -> incomplete(info).exception()));
      Long cpus = found.getHostConfig().getNanoCPUs();
      return new DockerSandbox(
          docker,
          present,
          cpus == null ? 1 : (int) Math.max(1, cpus / NANOS),
          new Endpoint(
              present.host(),
              present.port(),
              present.user(),
              Secret.of(variable(found.getConfig(), ContainerPlan.PASSWORD, info))),
          variable(found.getConfig(), ContainerPlan.DATA, info)
              .replaceFirst(ContainerPlan.DATA_FOLDER + "$", ""),
          String.valueOf(found.getConfig().getUser()));
    } catch (RuntimeException e) {
      throw docker.errors().problem("inspect the container " + info.container(), e);
    }
  }

  private static String variable(ContainerConfig config, String name, SandboxInfo info)
      throws ProblemException {
    String[] all = config.getEnv();
    Optional<String> found =
        Arrays.stream(all == null ? new String[0] : all)
            .filter(each -> each.startsWith(name + "="))
            .map(each -> each.substring(name.length() + 1))
            .findFirst();
    return found.orElseThrow(() -> incomplete(info).exception());
  }

  private static Problem incomplete(SandboxInfo info) {
    return new Problem(
        ProblemCode.SANDBOX_FAILED,
        "The container " + info.container() + " is not as restore-bot made it.",
        "Run the test again.");
  }
}
