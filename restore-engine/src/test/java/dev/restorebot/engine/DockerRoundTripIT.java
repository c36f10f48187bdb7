package dev.restorebot.engine;

import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import java.util.List;

@Slow
@RequiresDocker(images = {"postgres:15-alpine", "postgres:17-alpine"})
class DockerRoundTripIT extends RoundTripContract {
  @Override
  SandboxProvider sandboxes() {
    return new DockerSandboxProvider(DockerSettings.withDefaults());
  }

  @Override
  List<Integer> majors() {
    return List.of(15, 17);
  }

  @Override
  boolean superuser() {
    return true;
  }
}
