package dev.restorebot.engine.verify;

import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.testing.HostServers;

class LocalChecksIT extends ChecksContract {
  @Override
  SandboxProvider provider() {
    return HostServers.sandboxes();
  }
}
