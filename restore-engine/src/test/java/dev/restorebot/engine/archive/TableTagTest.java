package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements as pg_dump 9.3 and later write them. */
class TableTagTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pk | ALTER TABLE ONLY halls ADD CONSTRAINT pk PRIMARY KEY (id); | halls pk",
        "pk | ALTER TABLE s.halls ADD CONSTRAINT pk PRIMARY KEY (id); | halls pk",
        "x y | ALTER TABLE ONLY \"A.\"\"b\" ADD CONSTRAINT \"x y\" CHECK ((a > 1)) NOT VALID;"
            + " | A.\"b x y",
        "f | ALTER FOREIGN TABLE ONLY far ADD CONSTRAINT f CHECK ((a > 1)); | far f",
        "id | ALTER TABLE ONLY halls ALTER COLUMN id SET DEFAULT nextval('s'::regclass); | halls"
            + " id",
        "t | CREATE TRIGGER t BEFORE UPDATE OF \"on\", b ON public.halls FOR EACH ROW EXECUTE"
            + " PROCEDURE f(); | halls t",
        "t | CREATE CONSTRAINT TRIGGER t AFTER INSERT ON \"table\" FROM x FOR EACH ROW EXECUTE"
            + " PROCEDURE f(); | table t",
        "r | CREATE RULE r AS ON INSERT TO s.v WHERE (new.a > 1) DO INSTEAD NOTHING; | v r",
        "p | CREATE POLICY p ON halls FOR SELECT TO bob USING (true); | halls p"
      })
  void putsTheTableBeforeANameThatLacksIt(String name, String statement, String complete) {
    assertThat(TableTag.complete(name, statement)).isEqualTo(complete);
    assertThat(TableTag.complete(complete, statement)).as("not twice").isEqualTo(complete);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pk | ALTER TABLE ONLY halls ADD CONSTRAINT other PRIMARY KEY (id);",
        "c | ALTER DOMAIN d ADD CONSTRAINT c CHECK ((VALUE > 1)) NOT VALID;",
        "t | ALTER TABLE t OWNER TO t;",
        "t | CREATE TABLE t (id integer);",
        "t | CREATE TRIGGER t",
        "t | CREATE TRIGGER",
        "t | ALTER",
        "t | SET x = 1;"
      })
  void leavesANameWhoseStatementSaysNoTable(String name, String statement) {
    assertThat(TableTag.complete(name, statement)).isEqualTo(name);
  }

  @Test
  void leavesANameWithoutAStatement() {
    assertThat(TableTag.complete("t", "")).isEqualTo("t");
  }
}
