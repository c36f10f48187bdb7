package dev.restorebot.engine.verify.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.verify.TableRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedCountsTest {
  private static final ExpectedCounts COUNTS =
      new ExpectedCounts(
          "Shop \"ü\"",
          "15.18 (Debian)",
          Instant.parse("2026-11-28T02:30:00Z"),
          List.of(
              new TableRows("app", "pay", 5, TableRows.Kind.PARTITIONED),
              new TableRows("app", "pay_2026", 5, TableRows.Kind.PARTITION),
              new TableRows("public", "a.b \"c\"", Long.MAX_VALUE)),
          List.of(ExpectedCounts.Query.of("paid", "SELECT sum(amount) FROM app.pay", "12.50")));

  private static ExpectedCounts read(String json) throws Exception {
    return ExpectedCounts.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    assertThat(read(COUNTS.json())).isEqualTo(COUNTS);
  }

  @Test
  void theFileHoldsNoValueOfAQuery() {
    assertThat(COUNTS.json()).doesNotContain("12.50");
    assertThat(COUNTS.queries().get(0).gave("12.50")).isTrue();
    assertThat(COUNTS.queries().get(0).gave("12.5")).isFalse();
  }

  @Test
  void theFileIsBesideTheBackupWhateverThatIs() {
    assertThat(ExpectedCounts.beside(Path.of("/b/app.dump.gz.enc")))
        .isEqualTo(Path.of("/b/app.dump.gz.enc.counts.json"));
    assertThat(ExpectedCounts.beside(Path.of("app.dir/")))
        .isEqualTo(Path.of("app.dir.counts.json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\" : 1 | \"version\" : 2 | another version",
        "\"version\" : 1 | \"version\" : \"1\" | another version",
        "restore-bot-counts | something | holds no counts",
        "\"rows\" : 5 | \"rows\" : -5 | `rows`",
        "\"rows\" : 5 | \"rows\" : \"5\" | `rows`",
        "\"rows\" : 5 | \"rows\" : 5.5 | `rows`",
        "9223372036854775807 | 9223372036854775808 | `rows`",
        "\"schema\" : \"app\" | \"x\" : 1 | `schema`",
        "pay_2026 | pay | twice",
        "partitioned | odd | `kind`",
        "2026-11-28T | yesterday | `takenAt`",
        "\"tables\" | \"table\" | `tables`",
        "\"database\" | \"version\" | complete JSON",
        "\"sha256\" : \" | \"sha256\" : \"a | `sha256`",
      })
  void aDamagedFileIsNeverRead(String good, String bad, String because) {
    String damaged = COUNTS.json().replace(good, bad);

    assertThat(damaged).isNotEqualTo(COUNTS.json());
    assertThatThrownBy(() -> read(damaged))
        .isInstanceOf(ExpectedCounts.UnusableException.class)
        .hasMessageContaining(because);
  }

  @Test
  void aFileThatIsCutOffOrFollowedByMoreIsNeverRead() {
    String json = COUNTS.json().strip();
    for (int length = 0; length < json.length(); length += 7) {
      String cut = json.substring(0, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(ExpectedCounts.UnusableException.class);
    }
    assertThatThrownBy(() -> read(json + json))
        .isInstanceOf(ExpectedCounts.UnusableException.class);
    assertThatThrownBy(() -> read("[".repeat(100_000)))
        .isInstanceOf(ExpectedCounts.UnusableException.class);
  }
}
