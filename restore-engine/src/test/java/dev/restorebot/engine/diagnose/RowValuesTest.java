package dev.restorebot.engine.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages in the words of PostgreSQL 15.18 and 17.12. */
class RowValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid input syntax for type integer: \"%s\"",
        "COPY failed for table \"t\": ERROR:  invalid input syntax for type timestamp with time"
            + " zone: \"%s\"",
        "invalid input value for enum public.\"My: Mood\": \"%s\"",
        "malformed array literal: \"%s\"",
        "malformed multirange literal: \"%s\"",
        "date/time field value out of range: \"%s\"",
        "interval field value out of range: \"%s\"",
        "time zone displacement out of range: \"%s\"",
        "invalid cidr value: \"%s\"",
        "value \"%s\" is out of range for type integer",
        "COPY failed for table \"t\": ERROR:  \"%s\" is out of range for type double precision",
        "\"%s\" is not a valid binary digit",
        "time zone \"%s\" not recognized",
        "syntax error in tsquery: \"%s\"",
        "syntax error at or near \"'%s'\"",
        "unterminated quoted string at or near \"'%s",
        "missing data for column \"note\"\nCONTEXT:  COPY t, line 7: \"%s\"",
        "value too long for type character varying(5)\nCONTEXT:  COPY t, line 7, column a: \"%s\"",
        "invalid input syntax for type json\nDETAIL:  Token \"%s\" is invalid.\n"
            + "CONTEXT:  JSON data, line 1: {%s\nCOPY t, line 3, column j: \"{%s\"",
        "could not create unique index \"t_pkey\"\nDETAIL:  Key (a)=(%s) is duplicated.",
        "new row for relation \"t\" violates check constraint \"c\"\n"
            + "DETAIL:  Failing row contains (1, %s).\nCONTEXT:  COPY t, line 1: \"1\t%s\"",
        "invalid input value for enum mood: \"%s\"\nLINE 1: INSERT INTO t VALUES (1, '%s')\n"
            + "                                 ^"
      })
  void leavesOutWhatRowsHold(String message) {
    String value = "ada@example.com\nno space left on device";

    assertThat(RowValues.removedFrom(message.replace("%s", value)))
        .doesNotContain("ada@example.com")
        .doesNotContain("no space left");
  }

  @Test
  void textInRowsIsNotTakenForTheMessage() {
    for (String value :
        new String[] {"no space left on device", "out of memory", "role \"x\" does not exist"}) {
      assertThat(
              Diagnosis.of(
                      "missing data for column \"level\"\nCONTEXT:  COPY logs, line 7: \"" + value)
                  .code())
          .isEqualTo(ProblemCode.RESTORE_ERROR);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "invalid input syntax for type integer: \"x\" | invalid input syntax for type integer:"
            + " \"…\"",
        "value \"9\" is out of range for type integer | value \"…\" is out of range for type"
            + " integer",
        "ERROR:  \"1e9\" is out of range for type real | ERROR:  \"…\" is out of range for type"
            + " real"
      })
  void saysWhichKindOfValueWasRefused(String message, String shown) {
    assertThat(RowValues.removedFrom(message)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid value for parameter \"default_tablespace\": \"fast_ssd\"",
        "syntax error at or near \"pg_dump\"",
        "invalid locale name: \"de_DE.UTF-8\"",
        "extension \"x\" is not available\nDETAIL:  Could not open extension control file \"x\".",
        "relation \"rates\" does not exist\nCONTEXT:  SQL function \"f\" during inlining",
        "missing data for column \"a\"\nCONTEXT:  COPY t, line 7"
      })
  void keepsWhatNamesObjectsAndSettings(String message) {
    assertThat(RowValues.removedFrom(message)).isEqualTo(message);
  }
}
