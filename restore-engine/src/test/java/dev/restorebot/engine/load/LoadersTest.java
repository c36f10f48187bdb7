package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.SqlSummary;
import dev.restorebot.engine.archive.SqlSummary.RowChanges;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LoadersTest {
  private static final long MIB = 1L << 20;

  @Test
  void severalSessionsPayForLargeDumpsOfFewStatements() {
    assertThat(pays(16 * MIB, 500)).isTrue();
    assertThat(pays(16 * MIB - 1, 500)).isFalse();
    assertThat(pays(16 * MIB, 513)).as("32 KiB each").isFalse();
    assertThat(pays(100 * MIB, 2_500_000)).as("pg_dump --inserts").isFalse();
  }

  @Test
  void whatPgDumpDoesNotWriteIsForPsql() {
    SqlSummary foreign =
        new SqlSummary(
            1,
            1,
            1,
            10,
            OptionalLong.empty(),
            Optional.of("the command in line 7"),
            RowChanges.NONE);
    assertThat(Loaders.pays(100 * MIB, foreign)).isFalse();
  }

  private static boolean pays(long bytes, long statements) {
    return Loaders.pays(
        bytes,
        new SqlSummary(
            1, 1, 1, statements, OptionalLong.empty(), Optional.empty(), RowChanges.NONE));
  }
}
