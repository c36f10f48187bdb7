package dev.restorebot.engine.testing;

import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.embedded.EmbeddedPrograms;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import java.nio.file.Path;

/** The servers that are part of restore-bot, unpacked once for all tests of this machine. */
public final class EmbeddedServers {
  private EmbeddedServers() {}

  /** Settings whose folder all tests share. */
  public static LocalSettings settings() {
    return LocalSettings.withDefaults()
        .in(
            Path.of(
                System.getProperty("java.io.tmpdir"),
                "restore-bot-test-servers-" + System.getProperty("user.name")));
  }

  /** A provider of sandboxes that run them. */
  public static SandboxProvider sandboxes() {
    return EmbeddedPrograms.sandboxes(settings());
  }
}
