package dev.restorebot.engine;

import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import dev.restorebot.engine.testing.WithoutClientTools;
import java.util.List;

/**
 * restore-bot's own loaders restore what pg_restore and psql restore in {@link LocalRoundTripIT}.
 */
@RequiresDocker
@RequiresLocalPostgres
class LoaderRoundTripIT extends RoundTripContract {
  @Override
  SandboxProvider sandboxes() {
    return new WithoutClientTools(new LocalSandboxProvider(LocalSettings.withDefaults()));
  }

  @Override
  List<Integer> majors() {
    return List.of(15);
  }

  @Override
  boolean superuser() {
    return false;
  }
}
