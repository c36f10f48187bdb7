package dev.restorebot.engine;

import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.testing.RequiresDocker;

@RequiresDocker
class DockerTestRestoreIT extends TestRestoreWithToolsContract {
  @Override
  SandboxProvider sandboxes() {
    return new DockerSandboxProvider(DockerSettings.withDefaults());
  }
}
