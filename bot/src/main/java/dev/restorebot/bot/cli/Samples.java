package dev.restorebot.bot.cli;

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
final class Samples {
  private static final String FOLDER = "/samples/";
  static final String KEY = "demo-key-not-a-secret";
  private static final String DATABASE = "sampleapp";

  private Samples() {}

  /** Writes them into a folder, over what is there. */
  static void unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (BufferedReader index =
        new BufferedReader(new InputStreamReader(open("index.txt"), StandardCharsets.UTF_8))) {
      for (String name = index.readLine(); name != null; name = index.readLine()) {
        try (InputStream sample = open(name)) {
          Files.copy(sample, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream stream = Samples.class.getResourceAsStream(FOLDER + name);
    if (stream == null) {
      throw new IOException("the jar has no sample " + name);
    }
    return stream;
  }

  /** What the demo's database has to be like; the queries are those of the runbook. */
  private static Settings.Verify demo(Settings.Verify base) {
    return new Settings.Verify(
        base.level(),
        base.statementTimeout(),
        List.of("users", "assignments", "assignment_documents", "notifications"),
        Optional.of("0007_add_notifications"),
        base.alembicVersions(),
        base.schemaDrift(),
        base.maxDrop(),
        base.minRows(),
        List.of("assignments.created_at"),
        base.maxAge(),
        base.maxBackupAge(),
        base.maxRestoreTime(),
        base.canary(),
        List.of(
            new Settings.Sample(
                "recent assignments",
                "SELECT id, assignment_code, status, created_at FROM assignments"
                    + " ORDER BY created_at DESC LIMIT 5"),
            new Settings.Sample(
                "active users",
                "SELECT id, email, role, is_active FROM users WHERE is_active ORDER BY id LIMIT 5"),
            new Settings.Sample(
                "documents by category",
                "SELECT count(*) AS documents, category FROM assignment_documents"
                    + " GROUP BY category ORDER BY 1 DESC")),
        base.unmask(),
        base.assertions(),
        base.uploadsQuery(),
        base.uploadsRequired(),
        base.ignoreErrors());
  }

  /** The settings of the demo: as given, with its own backups and what they have to be like. */
  static Settings settings(
      Settings base,
      Path state,
      Path samples,
      Optional<Integer> port,
      Optional<Settings.SandboxRuntime> runtime) {
    Settings.Sandbox sandbox = base.sandbox();
    Settings.Verify verify = demo(base.verify());
    return new Settings(
        state,
        new Settings.Sandbox(
            runtime.orElse(sandbox.runtime()),
            sandbox.prefix(),
            sandbox.lifetime(),
            sandbox.warnBefore(),
            sandbox.maxLifetime(),
            sandbox.keepFree(),
            sandbox.maxDisk(),
            sandbox.docker(),
            sandbox.local()),
        new Settings.Backups(
            List.of(samples),
            List.of(),
            base.backups().rclone(),
            new SecretValue(KEY),
            base.backups().iterations(),
            base.backups().timeZone(),
            base.backups().names(),
            base.backups().listKept(),
            base.backups().verifyNew(),
            base.backups().verifyNewChannel(),
            base.backups().advice()),
        base.uploads(),
        base.restore(),
        base.verify(),
        Map.of(DATABASE, verify),
        new Settings.Console(true, port.orElse(base.console().port()), base.console().channel()),
        base.slack().off(),
        base.discord().off(),
        base.approval(),
        base.disaster(),
        base.drills(),
        base.evidence(),
        base.metrics());
  }
}
