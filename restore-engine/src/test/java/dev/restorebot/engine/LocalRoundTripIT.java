package dev.restorebot.engine;

import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import java.util.List;

/** The dumps are made in Docker: only there the source is apart from what restores. */
@RequiresDocker
@RequiresLocalPostgres
class LocalRoundTripIT extends RoundTripContract {
  @Override
  SandboxProvider sandboxes() {
    return new LocalSandboxProvider(LocalSettings.withDefaults());
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
