package dev.restorebot.engine.archive.pgdump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Fixtures;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Custom archives that are loaded without pg_restore. */
class CustomDumpFileTest {
  private static DumpFile open(String name) throws Exception {
    Path file = Fixtures.path(name);
    return DumpFile.open(file, ArchiveFormat.CUSTOM, new ArchiveMessages(file));
  }

  /**
   * pg_dump 17 writes no offsets to a standard output, and the table of contents again at its end.
   */
  @ParameterizedTest
  @ValueSource(strings = {"pg17-custom-stdout.dump", "pg15-custom-pipe.dump", "pg15-custom.dump"})
  void rowsAreFoundWhereverTheyAre(String name) throws Exception {
    DumpFile dump = open(name);
    int found = 0;
    for (RestoreEntry entry : dump.entries()) {
      if (entry.hasData() && !entry.copyStatement().isEmpty()) {
        try (InputStream rows = dump.data(entry)) {
          assertThat(new String(rows.readAllBytes(), UTF_8)).as(entry.name()).contains("\\.\n");
        }
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void statementsAreKept() throws Exception {
    assertThat(open("pg17-custom-stdout.dump").entries())
        .anySatisfy(entry -> assertThat(entry.definition()).startsWith("CREATE TABLE"));
  }
}
