package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.load.Entries;
import dev.restorebot.engine.sandbox.WantedExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxRequirementsTest {
  private static BackupArchive archive(String file, String version, String server, String db) {
    return new BackupArchive(
        Path.of("/backups", file),
        1,
        List.of(),
        ArchiveFormat.CUSTOM,
        new ArchiveHeader(
            Optional.ofNullable(version),
            Optional.ofNullable(db),
            Optional.ofNullable(server),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("UTF8"),
            Optional.of("en_US.UTF-8"),
            Optional.empty()),
        List.of(Entries.entry(1, "EXTENSION", "citext"), Entries.entry(2, "TABLE", "users")),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  @ParameterizedTest
  @CsvSource({
    "1.14, 15.18 (Debian 15.18-0+deb12u1), 15",
    "1.16, 15.2, 17",
    "1.15, 14.1, 16",
    "1.16, 18.1, 18",
    "1.13, 9.6.24, 9",
    ", 15.2, 15",
    "1.14, , 12"
  })
  void takesTheServersMajorUnlessItCannotReadTheArchive(String version, String server, int major) {
    assertThat(SandboxRequirements.serverMajor(archive("x", version, server, "d"))).hasValue(major);
  }

  @Test
  void withoutAnyVersionTheMajorIsOpen() {
    assertThat(SandboxRequirements.serverMajor(archive("x", null, null, null))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE EXTENSION IF NOT EXISTS cube WITH SCHEMA extensions; | extensions",
        "CREATE EXTENSION IF NOT EXISTS cube WITH SCHEMA \"My \"\"Ext\"; | My \"Ext",
        "CREATE EXTENSION cube; | ''"
      })
  void asksForAnExtensionInTheSchemaThatTheBackupWants(String sql, String schema) {
    assertThat(SandboxRequirements.extension("cube", sql))
        .isEqualTo(new WantedExtension("cube", schema));
  }

  @Test
  void asksForTheExtensions() {
    assertThat(SandboxRequirements.extensions(archive("x", null, null, null)))
        .containsExactly(new WantedExtension("citext", ""));
  }
}
