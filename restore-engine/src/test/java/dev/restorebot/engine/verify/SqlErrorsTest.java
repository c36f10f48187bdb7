package dev.restorebot.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What pgjdbc 42.7 said of each statement of {@code server-messages/psql.sql} (without its COPY)
 * that PostgreSQL 15 refused: SQLSTATE, a tab, the message with its line breaks as {@code \n}. The
 * rows' values have zq7 or 7700 in them.
 */
class SqlErrorsTest {
  private static final Pattern VALUE =
      Pattern.compile("zq7|7700|alic|bob|example\\.org|10\\.0\\.0|0xe2");

  /** A column that a query names is the query's text. */
  private static final String NAMED_BY_THE_QUERY = "column \"bob";

  @Test
  void noValueOfARowIsInWhatIsShown() throws Exception {
    List<String> lines = lines();
    assertThat(lines).hasSizeGreaterThan(45);
    for (String line : lines) {
      if (!line.contains(NAMED_BY_THE_QUERY)) {
        assertThat(shown(line)).as(line).doesNotContainPattern(VALUE);
      }
    }
  }

  @Test
  void namesOfTablesAndColumnsStay() throws Exception {
    assertThat(lines().stream().filter(line -> line.startsWith("42")).map(SqlErrorsTest::shown))
        .contains(
            "ERROR: relation \"public.nothere\" does not exist",
            "ERROR: column \"nocolumn\" does not exist",
            "ERROR: function nofunction(text) does not exist",
            "ERROR: role \"nobody_here\" does not exist");
  }

  private static String shown(String line) {
    return SqlErrors.safe(
        new SQLException(
            line.substring(line.indexOf('\t') + 1).replace("\\n", "\n"), line.substring(0, 5)));
  }

  private static List<String> lines() throws Exception {
    try (InputStream in = SqlErrorsTest.class.getResourceAsStream("/server-messages/jdbc-15.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
