package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.RequiresRclone;

@RequiresRclone
@RequiresDocker
final class DockerRemoteRestoreIT extends RemoteRestoreContract {
  @Override
  SandboxProvider sandboxes() {
    return new DockerSandboxProvider(DockerSettings.withDefaults());
  }
}
