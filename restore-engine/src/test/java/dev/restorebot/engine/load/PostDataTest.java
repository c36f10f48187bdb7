package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostDataTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE INDEX i ON public.t USING btree (a); | public.t",
        "CREATE UNIQUE INDEX \"I x\" ON ONLY public.\"T \"\"x\" USING gin (a) WHERE (b > 0);"
            + " | public.\"T \"\"x\"",
        "CREATE INDEX i ON t USING btree (a); | t"
      })
  void anIndexSharesItsTable(String statement, String table) {
    assertThat(PostData.step(7, statement))
        .hasValueSatisfying(
            step -> {
              assertThat(step.shared()).containsExactly(table);
              assertThat(step.exclusive()).isEmpty();
              assertThat(step.work()).isEqualTo(new PlainStep(7, statement));
            });
  }

  @Test
  void aKeyAndAForeignKeyNeedTheirTablesAlone() {
    String add = "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT c ";
    for (String key :
        Set.of("PRIMARY KEY (a);", "UNIQUE (a, b);", "EXCLUDE USING gist (a WITH =);")) {
      assertThat(PostData.step(1, add + key))
          .hasValueSatisfying(step -> assertThat(step.exclusive()).containsExactly("public.t"));
    }
    assertThat(PostData.step(1, add + "FOREIGN KEY (a, \"b(\") REFERENCES s.\"u v\"(x, y);"))
        .hasValueSatisfying(
            step -> assertThat(step.exclusive()).containsOnly("public.t", "s.\"u v\""));
    assertThat(PostData.step(1, add + "FOREIGN KEY (a) REFERENCES public.t(b);"))
        .hasValueSatisfying(step -> assertThat(step.exclusive()).containsExactly("public.t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE public.parted\n    ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.t(a);",
        "ALTER INDEX public.p_pkey ATTACH PARTITION public.c_pkey;",
        "ALTER TABLE ONLY public.t ATTACH PARTITION public.c FOR VALUES IN (1);",
        "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;",
        "CREATE TRIGGER i ON public.t USING x;",
        "COMMENT ON INDEX public.i IS 'x';",
        "REFRESH MATERIALIZED VIEW public.m;"
      })
  void everythingElseRunsAlone(String statement) {
    assertThat(PostData.step(1, statement)).isEmpty();
  }

  @Test
  void rowsAfterKeysAndTriggersKeepTheirOrder() {
    for (String binding :
        Set.of(
            "CREATE TRIGGER t BEFORE INSERT ON public.t EXECUTE FUNCTION f();",
            "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON public.t EXECUTE FUNCTION f();",
            "CREATE RULE r AS ON INSERT TO public.t DO NOTHING;",
            "CREATE TABLE public.t (\n    a integer PRIMARY KEY\n);",
            "CREATE UNLOGGED TABLE public.t (a integer REFERENCES public.u);",
            "ALTER TABLE public.t\n    ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.u(a);",
            "ALTER TABLE public.t DISABLE TRIGGER ALL;")) {
      assertThat(PostData.bindsRows(binding)).as(binding).isTrue();
    }
    for (String free :
        Set.of(
            "CREATE TABLE public.t (\n    a integer NOT NULL\n);",
            "CREATE VIEW public.v AS SELECT 1;",
            "ALTER TABLE ONLY public.t ALTER COLUMN a SET DEFAULT nextval('public.s');",
            "ALTER TABLE public.t OWNER TO someone;")) {
      assertThat(PostData.bindsRows(free)).as(free).isFalse();
    }
  }
}
