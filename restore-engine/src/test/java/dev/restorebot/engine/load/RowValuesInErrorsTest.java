package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What psql and pg_restore 15 and 17 printed for rows of every kind that a server refuses, and what
 * is kept of it.
 *
 * <p>Made with {@code psql -X -q -b --set=ON_ERROR_ROLLBACK=on -o /dev/null -f - < psql.sql}, and
 * with {@code pg_restore --verbose --data-only} of a dump of dumped.sql into a database made by
 * restored-into.sql; all in English (LC_ALL=C). The rows' values have zq7 or 7700 in them.
 */
class RowValuesInErrorsTest {
  private static final Pattern VALUE =
      Pattern.compile("zq7|7700|alic|bob|example\\.org|10\\.0\\.0|2020-13|10101|longer than");

  private final ErrorCollector errors = new ErrorCollector(List.of());

  @ParameterizedTest
  @CsvSource({"psql-15", "psql-17", "pg_restore-15", "pg_restore-17", "pg_restore-inserts-15"})
  void keepsTheObjectAndTheLineAndNoValue(String name) {
    if (name.startsWith("psql")) {
      PsqlOutput output =
          new PsqlOutput(line -> "", line -> false, line -> {}, line -> Optional.empty(), errors);
      lines(name + ".txt").forEach(output::line);
      output.end();
    } else {
      PgRestoreOutput output =
          new PgRestoreOutput(
              List.of(),
              errors,
              new RestoreProgress(List.of(), InstantSource.system(), progress -> {}));
      lines(name + ".txt").forEach(output::line);
      output.end();
    }

    assertThat(errors.errors().stream().map(LoadError::display))
        .containsExactlyElementsOf(lines(name + ".shown.txt"));
    assertThat(errors.errors())
        .allSatisfy(
            error -> {
              assertThat(error.message()).doesNotContainPattern(VALUE);
              assertThat(error.problem().message()).doesNotContainPattern(VALUE);
              assertThat(error.problem().hint()).doesNotContainPattern(VALUE);
              if (!error.statement().startsWith("CREATE ")) {
                assertThat(error.statement()).doesNotContainPattern(VALUE);
              }
            });
  }

  private static List<String> lines(String file) {
    try (InputStream in =
        RowValuesInErrorsTest.class.getResourceAsStream("/server-messages/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
