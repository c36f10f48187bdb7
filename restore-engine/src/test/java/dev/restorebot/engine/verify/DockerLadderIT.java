package dev.restorebot.engine.verify;

import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.sandbox.docker.DockerSettings;
import dev.restorebot.engine.testing.RequiresDocker;

@RequiresDocker
class DockerLadderIT extends LadderContract {
  @Override
  SandboxProvider provider() {
    return new DockerSandboxProvider(DockerSettings.withDefaults());
  }
}
