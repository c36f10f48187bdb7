package dev.restorebot.engine.testing;

import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;

/**
 * Servers for tests that need nothing but one: of the PostgreSQL that is installed on this machine,
 * else of the one that is part of restore-bot.
 */
public final class HostServers {
  private HostServers() {}

  /** Returns {@code local} or {@code embedded}. */
  public static String runtime() {
    try (SandboxProvider provider = sandboxes()) {
      return provider.runtime();
    }
  }

  /** A provider of sandboxes that run them. */
  public static SandboxProvider sandboxes() {
    SandboxProvider installed = new LocalSandboxProvider(LocalSettings.withDefaults());
    return installed.unavailable().isEmpty() ? installed : EmbeddedServers.sandboxes();
  }
}
