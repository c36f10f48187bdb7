package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import dev.restorebot.engine.testing.RequiresRclone;

@RequiresRclone
@RequiresLocalPostgres
final class LocalRemoteRestoreIT extends RemoteRestoreContract {
  @Override
  SandboxProvider sandboxes() {
    return new LocalSandboxProvider(LocalSettings.withDefaults());
  }
}
