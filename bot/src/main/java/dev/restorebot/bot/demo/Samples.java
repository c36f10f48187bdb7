package dev.restorebot.bot.demo;

import dev.restorebot.bot.settings.OwnSettings;
import dev.restorebot.bot.settings.SecretValue;
import dev.restorebot.bot.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The demo's own backups, made by a real pg_dump (see {@code samples/README.md}). */
public final class Samples {
  private static final String FOLDER = "/samples/";

  /** Opens those that are encrypted. */
  public static final String KEY = "demo-key-not-a-secret";

  static final String DATABASE = "sampleapp";

  /** Passes a test, and is the newest. */
  static final String NEWEST = "sampleapp_db_2026-11-22_02-30-00.dump.enc";

  /** Restores without an error, but its content is wrong. */
  static final String NO_USERS = "sampleapp_db_2026-11-15_02-30-00.no-users.dump";

  /** Is not encrypted. */
  static final String PLAIN = "sampleapp_db_2026-11-01_02-30-00.dump";

  /** Settings of the demo's database. The queries are those of the runbook. */
  private static final Map<String, Object> CHECKS =
      Map.of(
          "verify.key-tables",
          List.of("users", "assignments", "assignment_documents", "notifications"),
          "verify.alembic-head",
          Optional.of("0007_add_notifications"),
          "verify.freshness",
          List.of("assignments.created_at"),
          "verify.samples",
          List.of(
              new Settings.Sample(
                  "recent assignments",
                  "SELECT id, assignment_code, status, created_at FROM assignments"
                      + " ORDER BY created_at DESC LIMIT 5"),
              new Settings.Sample(
                  "active users",
                  "SELECT id, email, role, is_active FROM users WHERE is_active"
                      + " ORDER BY id LIMIT 5"),
              new Settings.Sample(
                  "documents by category",
                  "SELECT count(*) AS documents, category FROM assignment_documents"
                      + " GROUP BY category ORDER BY 1 DESC")));

  private Samples() {}

  /** Writes them into a folder, over what is there. */
  public static void unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : names()) {
      try (InputStream sample = open(name)) {
        Files.copy(sample, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Lists the names of their files. */
  static List<String> names() throws IOException {
    try (BufferedReader index =
        new BufferedReader(new InputStreamReader(open("index.txt"), StandardCharsets.UTF_8))) {
      return index.lines().toList();
    }
  }

  static InputStream open(String name) throws IOException {
    InputStream stream = Samples.class.getResourceAsStream(FOLDER + name);
    if (stream == null) {
      throw new IOException("the jar has no sample " + name);
    }
    return stream;
  }

  /** Returns the settings of the demo: those given, with its own backups and their checks. */
  public static Settings settings(
      Settings base,
      Path state,
      Path samples,
      Optional<Integer> port,
      Optional<Settings.SandboxRuntime> runtime) {
    return base.with(
        Map.ofEntries(
            Map.entry("state-dir", state),
            Map.entry("sandbox.runtime", runtime.orElse(base.sandbox().runtime())),
            Map.entry("backups.folders", List.of(samples)),
            Map.entry("backups.remotes", List.of()),
            Map.entry("backups.key-file", new SecretValue(KEY)),
            Map.entry("databases", Map.of(DATABASE, new OwnSettings(CHECKS))),
            Map.entry("console.enabled", true),
            Map.entry("console.address", "127.0.0.1"),
            Map.entry("console.public-url", Optional.empty()),
            Map.entry("console.sign-in.issuer", Optional.empty()),
            Map.entry("console.testers", List.of()),
            Map.entry("console.leads", List.of()),
            Map.entry("console.port", port.orElse(base.console().port())),
            Map.entry("slack.enabled", false),
            Map.entry("discord.enabled", false)));
  }
}
