package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlStatementsTest {
  @Test
  void areSplitWherePsqlSplitsThemAndCountTheLineThatEndsThem() {
    SqlStatements script =
        SqlStatements.of(
            """
            \ufeff-- smoke test; of users
            SELECT ';' FROM users;
            DO $$ BEGIN
              ASSERT true;
            END $$; SELECT 1;
            CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;
            SELECT 'the last, without a semicolon' /* ; */
            """
                .getBytes(UTF_8));

    assertThat(script.foreign()).isEmpty();
    assertThat(script.statements())
        .extracting(each -> each.line() + " " + each.text().strip())
        .containsExactly(
            "2 -- smoke test; of users\nSELECT ';' FROM users;",
            "5 DO $$ BEGIN\n  ASSERT true;\nEND $$;",
            "5 SELECT 1;",
            "6 CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;",
            "7 SELECT 'the last, without a semicolon' /* ; */");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT 1;N\\i other.sqlN             | the command \\i in line 2
          SELECT 1 \\gset                      | the command \\gset in line 1
          NCOPY t (a) FROM stdin;N1N\\.N       | COPY … FROM stdin in line 2
          SELECT 1;NSELECT 'ü';                 | text before line 3 that is not UTF-8
          """)
  void whatOnlyPsqlRunsIsNamed(String sql, String foreign) {
    assertThat(SqlStatements.of(sql.replace('N', '\n').getBytes(ISO_8859_1)).foreign())
        .contains(foreign);
  }

  @Test
  void nothingIsNoStatement() {
    assertThat(SqlStatements.of("-- nothing;\n\n".getBytes(UTF_8)).statements()).isEmpty();
    assertThat(SqlStatements.of(new byte[0]).statements()).isEmpty();
  }

  @Test
  void anUnclosedQuoteIsLeftToTheServer() {
    assertThat(SqlStatements.of("SELECT 'open;\n".getBytes(UTF_8)).statements()).hasSize(1);
  }
}
