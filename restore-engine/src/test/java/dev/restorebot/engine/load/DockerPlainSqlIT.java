package dev.restorebot.engine.load;

import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.testing.RequiresDocker;

@RequiresDocker
class DockerPlainSqlIT extends PlainSqlContract {
  @Override
  SandboxProvider provider() {
    return new DockerSandboxProvider(DockerSettings.withDefaults());
  }
}
