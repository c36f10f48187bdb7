package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.backup.BackupNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobalsFilesTest {
  private static final BackupNames NAMES = BackupNames.usual(ZoneOffset.UTC);

  @TempDir private Path folder;

  private String beside(String backup) throws IOException {
    return GlobalsFiles.beside(Files.createFile(folder.resolve(backup)), NAMES)
        .map(file -> file.getFileName().toString())
        .orElse("none");
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }

  @Test
  void theFileOfTheSameApplicationThatIsNearestInTimeIsTaken() throws IOException {
    files(
        "zenops_globals_2026-02-08_14-30-00.sql",
        "zenops_globals_2026-02-09_14-31-10.sql.gz.enc",
        "zenops_globals_2026-02-09_23-00-00.sql",
        "chinook_globals_2026-02-09_14-30-00.sql",
        "zenops_globals_2026-02-09_14-30-00.txt");
    assertThat(beside("zenops_db_2026-02-09_14-30-00.dump"))
        .isEqualTo("zenops_globals_2026-02-09_14-31-10.sql.gz.enc");
    assertThat(beside("zenops_db_2026-02-08_10-00-00.dump"))
        .isEqualTo("zenops_globals_2026-02-08_14-30-00.sql");
    assertThat(beside("other_db_2026-02-09_14-30-00.dump")).isEqualTo("none");
    assertThat(beside("nightly.dump")).isEqualTo("none");
  }

  @Test
  void theSameStampComesFirst() throws IOException {
    files("zenops_globals_daily_a.sql.gz", "zenops_globals_daily_b.sql.gz");
    assertThat(beside("zenops_db_daily_a.dump")).isEqualTo("zenops_globals_daily_a.sql.gz");
    assertThat(beside("zenops_db_daily_b.sql.gz")).isEqualTo("zenops_globals_daily_b.sql.gz");
  }
}
