package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements as pg_dump 15 writes them, and as people do. */
class NamedRolesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ALTER TABLE public.t OWNER TO app; | app",
        "ALTER FUNCTION public.f(a integer, \"b c\" text) OWNER TO \"App Owner\"; | App Owner",
        "GRANT SELECT ON TABLE public.t TO ro,\"Report-Reader\" WITH GRANT OPTION; |"
            + " Report-Reader,ro",
        "GRANT ALL ON FUNCTION public.to_x(x integer) TO app; | app",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC; |",
        "REVOKE ALL ON SCHEMA public FROM old_owner;GRANT ALL ON SCHEMA public TO new_owner; |"
            + " new_owner,old_owner",
        "GRANT admins TO alice, bob; | admins,alice,bob",
        "ALTER DEFAULT PRIVILEGES FOR ROLE app IN SCHEMA s GRANT SELECT ON TABLES  TO ro; | app,ro",
        "ALTER DEFAULT PRIVILEGES FOR ROLE app REVOKE ALL ON FUNCTIONS  FROM PUBLIC; | app",
        "CREATE POLICY p ON public.t FOR SELECT TO a, \"B\" USING ((x = 'to c'::text)); | B,a",
        "CREATE POLICY p ON public.t USING ((x AT TIME ZONE 'utc' = to_char(y))); |",
        "CREATE USER MAPPING FOR remote SERVER s OPTIONS (\"user\" 'x'); | remote",
        "CREATE SCHEMA app AUTHORIZATION boss; | boss",
        "SET SESSION AUTHORIZATION 'app'; | app",
        "SET SESSION AUTHORIZATION DEFAULT; |",
        "SET ROLE \"it's\"; | it's",
        "SET ROLE NONE; |",
        "SET LOCAL ROLE = x; | x",
        "SET search_path = public; |",
        "ALTER ROLE app IN DATABASE d SET work_mem TO '8MB'; | app",
        "set role MixedCase; | mixedcase",
        "GRANT SELECT ON t TO current_user, pg_monitor; |",
        "CREATE ROLE made; GRANT made TO app; ALTER ROLE made SET x TO 'y'; | app",
        "SELECT 'GRANT x TO y' AS a; |",
        "COMMENT ON TABLE t IS 'OWNER TO somebody'; |"
      })
  void findsTheRolesThatAStatementNames(String sql, String expected) {
    NamedRoles roles = new NamedRoles();

    roles.sql(sql);

    assertThat(roles.missing())
        .extracting(NamedRole::name)
        .containsExactly(expected == null ? new String[0] : expected.split(","));
  }

  @Test
  void knowsTheRolesThatTheDumpActsAs() {
    NamedRoles roles = new NamedRoles();
    roles.owner("app");
    roles.owner("");
    roles.sql("SET SESSION AUTHORIZATION 'app';");
    roles.owner("app");
    roles.owner("other");

    assertThat(roles.missing())
        .containsExactly(
            new NamedRole("app", true, Optional.empty()),
            new NamedRole("other", false, Optional.empty()));
  }

  @Test
  void keepsNoMoreThanAClusterCouldHaveAndNoNameThatNoServerTakes() {
    NamedRoles roles = new NamedRoles();
    roles.owner("a\nb");
    roles.owner("x".repeat(64));
    roles.owner("pg_read_all_data");
    assertThat(roles.missing()).isEmpty();

    IntStream.range(0, 5_000).forEach(i -> roles.owner("role" + i));
    assertThat(roles.missing()).hasSize(NamedRoles.MOST);
  }

  @Test
  void aLongOrBrokenStatementDoesNoHarm() {
    NamedRoles roles = new NamedRoles();
    roles.sql("GRANT ALL ON TABLE \"never closed TO x " + "a,".repeat(100_000));
    roles.sql("CREATE POLICY");
    roles.sql("GRANT");
    roles.sql("GRANT x TO");
    roles.sql("ALTER TABLE t OWNER TO");
    assertThat(roles.missing()).hasSizeLessThan(3);
  }
}
