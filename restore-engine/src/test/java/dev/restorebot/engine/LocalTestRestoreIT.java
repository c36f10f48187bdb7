package dev.restorebot.engine;

import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.testing.RequiresLocalPostgres;

@RequiresLocalPostgres
class LocalTestRestoreIT extends TestRestoreWithToolsContract {
  @Override
  SandboxProvider sandboxes() {
    return new LocalSandboxProvider(LocalSettings.withDefaults());
  }
}
