package dev.restorebot.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.verify.check.Masking;
import dev.restorebot.engine.verify.check.SchemaDriftCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "5, 5, true", "5, 5.0, true", "= 5, 6, false", "!= 0, 1, true", ">= 10, 9, false",
    ">= 10, 10, true", "<3, 2, true", "> 3, 3, false", "<= -1, -2, true", "draft, draft, true",
    "= draft, done, false", "<> draft, done, true", "> 3, many, false"
  })
  void anExpectationHolds(String expected, String found, boolean holds) {
    assertThat(Expectation.parse(expected).holds(Optional.of(found))).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "users, table, public.users, true",
    "public.users, table, public.users, true",
    "table public.users, table, public.users, true",
    "index users, table, public.users, false",
    "index i, index, public.i, true",
    "app.users, table, public.users, false",
    "public.*, index, public.i, true",
    "index *, table, public.users, false",
    "user, table, public.users, false",
    "u.ers, table, public.users, false",
    "post-data, post-data, post-data, true"
  })
  void aFindingIsAcceptedByItsName(String pattern, String kind, String name, boolean accepted) {
    CheckSettings.Accepted some = new CheckSettings.Accepted(false, List.of(pattern), Set.of());
    assertThat(some.includes(kind, name)).isEqualTo(accepted);
  }

  @Test
  void nothingIsAcceptedByDefault() {
    CheckSettings.Accepted none = CheckSettings.DEFAULT.accepted();
    assertThat(none.emptyDatabase()).isFalse();
    assertThat(none.includes("table", "public.users")).isFalse();
    assertThat(none.strict()).isEmpty();
  }

  @Test
  void nothingNeverHoldsAndOnlyNumbersHaveAnOrder() {
    assertThat(Expectation.parse("!= 0").holds(Optional.empty())).isFalse();
    assertThatThrownBy(() -> Expectation.parse("> many")).hasMessageContaining("not a number");
    assertThatThrownBy(() -> Expectation.parse(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "email, email, text, true",
    "e, email, text, true",
    "status, status, text, false",
    "x, '', text, true",
    "n, '', int8, false",
    "details, details, jsonb, true",
    "u, '', users, true",
    "phone, phone, int8, true",
    "tags, tags, _text, true",
    "role, role, varchar, false",
    "kind, kind, assignment_status, false",
    "t, '', timestamptz, false"
  })
  void whatLooksPersonalIsMasked(String label, String base, String type, boolean masked) {
    assertThat(Masking.masks(label, base, type)).isEqualTo(masked);
  }

  @Test
  void aSchemasDifferenceNamesObjects() {
    Schema before = Schema.of(15, Map.of("table a", "1", "index i", "2", "view v", "3"));
    Schema now = Schema.of(15, Map.of("table a", "1", "view v", "4", "table b", "5"));

    assertThat(SchemaDriftCheck.difference(before, now))
        .isEqualTo("added: table b; gone: index i; changed: view v");
    assertThat(SchemaDriftCheck.difference(before, before)).isEmpty();
    assertThat(before.fingerprint()).isNotEqualTo(now.fingerprint()).hasSize(64);
    Schema elsewhere = Schema.of(17, Map.of("table a", "9", "index i", "2", "view v", "3"));
    assertThat(SchemaDriftCheck.difference(before, elsewhere)).isEmpty();
  }

  @Test
  void levelsIncludeTheOnesBeforeThem() {
    assertThat(Level.DEEP.includes(Level.QUICK)).isTrue();
    assertThat(Level.QUICK.includes(Level.STANDARD)).isFalse();
    assertThat(Level.of("Deep")).contains(Level.DEEP);
    assertThat(Level.of("deeper")).isEmpty();
  }

  @Test
  void theCanaryShowsInNoText() {
    CheckSettings.Canary canary = new CheckSettings.Canary("SELECT 'k'", "planted");
    assertThat(
            new CheckSettings.Queries(
                    Optional.of(canary),
                    java.util.List.of(),
                    java.util.Set.of(),
                    java.util.List.of())
                .toString())
        .doesNotContain("planted");
  }
}
