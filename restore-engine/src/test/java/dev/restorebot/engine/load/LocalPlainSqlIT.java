package dev.restorebot.engine.load;

import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.testing.RequiresLocalPostgres;

@RequiresLocalPostgres
class LocalPlainSqlIT extends PlainSqlContract {
  @Override
  SandboxProvider provider() {
    return new LocalSandboxProvider(LocalSettings.withDefaults());
  }
}
