package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SessionSettingsTest {
  @Test
  void keepsTheLatestOfEachSettingInTheOrderInWhichTheyWereMade() {
    SessionSettings settings = new SessionSettings();
    List.of(
            "SET row_security = off;",
            "SELECT pg_catalog.set_config('search_path', '', false);",
            "SET default_tablespace = '';",
            "CREATE TABLE public.t ();",
            "SET SESSION AUTHORIZATION 'app';",
            "SET default_tablespace = fast;",
            "SELECT pg_catalog.setval('public.s', 3, true);",
            "SET SESSION AUTHORIZATION DEFAULT",
            "RESET ROLE")
        .forEach(settings::ran);
    assertThat(settings.statements())
        .containsExactly(
            "SET row_security = off;",
            "SELECT pg_catalog.set_config('search_path', '', false);",
            "SET default_tablespace = fast;",
            "SET SESSION AUTHORIZATION DEFAULT",
            "RESET ROLE");
  }
}
