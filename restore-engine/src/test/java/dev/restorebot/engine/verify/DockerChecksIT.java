package dev.restorebot.engine.verify;

import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.testing.RequiresDocker;

@RequiresDocker
class DockerChecksIT extends ChecksContract {
  @Override
  SandboxProvider provider() {
    return new DockerSandboxProvider(DockerSettings.withDefaults());
  }
}
