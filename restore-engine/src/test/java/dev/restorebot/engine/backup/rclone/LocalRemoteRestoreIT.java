package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.testing.HostServers;
import dev.restorebot.engine.testing.RequiresRclone;

@RequiresRclone
final class LocalRemoteRestoreIT extends RemoteRestoreContract {
  @Override
  SandboxProvider sandboxes() {
    return HostServers.sandboxes();
  }
}
