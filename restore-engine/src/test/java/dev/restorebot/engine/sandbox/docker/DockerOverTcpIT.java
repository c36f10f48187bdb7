package dev.restorebot.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.TestStreams;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.RequiresDocker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An engine that is not at a Unix socket is fed through docker-java. */
@RequiresDocker
class DockerOverTcpIT {
  private static final int SIZE = 5_000_000;

  @Test
  void carriesStandardInputAndPrintsNothingWhenAProgramEndsEarly() throws Exception {
    URI engine = DefaultDockerClientConfig.createDefaultConfigBuilder().build().getDockerHost();
    assumeThat(engine.getScheme()).isEqualTo("unix");
    DockerSettings local = DockerSandboxIT.settings(List.of());
    PrintStream standardError = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (TcpRelay relay = new TcpRelay(Path.of(engine.getPath()));
        DockerSandboxProvider provider = new DockerSandboxProvider(at(local, relay.dockerHost()))) {
      Sandbox sandbox =
          provider.start(TestRequests.request(), ProgressListener.none(), Cancellation.none());
      try {
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        String path = sandbox.put("x", TestStreams.noise(SIZE), Cancellation.none());
        List<String> lines = new ArrayList<>();
        sandbox.run(new ToolCall(List.of("wc", "-c", path), Optional.empty(), lines::add), none());
        sandbox.run(
            new ToolCall(List.of("wc", "-c"), Optional.of(TestStreams.noise(SIZE)), lines::add),
            none());
        assertThat(lines).containsExactly(SIZE + " " + path, String.valueOf(SIZE));
        int code =
            sandbox.run(
                new ToolCall(
                    List.of("false"), Optional.of(TestStreams.noise(20 * SIZE)), line -> {}),
                none());
        assertThat(code).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
      } finally {
        System.setErr(standardError);
        sandbox.remove();
      }
    }
  }

  @AfterAll
  static void removeNetwork() throws IOException {
    DockerSandboxIT.removeNetwork();
  }

  private static Cancellation none() {
    return Cancellation.none();
  }

  private static DockerSettings at(DockerSettings settings, String dockerHost) {
    return new DockerSettings(
        settings.image(),
        settings.defaultMajor(),
        settings.prefix(),
        settings.pullAllowed(),
        settings.memoryBytes(),
        settings.cpus(),
        settings.pidsLimit(),
        settings.shmBytes(),
        Optional.of(dockerHost),
        settings.startTimeout(),
        settings.serverArguments());
  }
}
