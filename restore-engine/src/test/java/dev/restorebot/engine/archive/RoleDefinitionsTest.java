package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoleDefinitionsTest {
  private static final RoleDefinitions ROLES = new RoleDefinitions();

  static {
    List.of(
            "CREATE ROLE app;",
            "ALTER ROLE app WITH NOSUPERUSER NOINHERIT CREATEROLE CREATEDB LOGIN REPLICATION"
                + " BYPASSRLS CONNECTION LIMIT 5 PASSWORD 'SCRAM-SHA-256$superuser' VALID UNTIL"
                + " '2030-01-01';",
            "ALTER ROLE app SET search_path TO superuser;",
            "CREATE ROLE \"Team \"\"A\"\"\";",
            "ALTER ROLE \"Team \"\"A\"\"\" WITH SUPERUSER INHERIT PASSWORD 'x';",
            "CREATE ROLE base;",
            "CREATE ROLE other;",
            "CREATE ROLE pg_mine;",
            "ALTER ROLE unknown WITH SUPERUSER;",
            "GRANT \"Team \"\"A\"\"\" TO app WITH ADMIN OPTION GRANTED BY postgres;",
            "GRANT base TO \"Team \"\"A\"\"\" WITH INHERIT TRUE GRANTED BY postgres;",
            "GRANT pg_monitor TO app;",
            "GRANT other TO app WITH INHERIT FALSE GRANTED BY postgres;",
            "GRANT SET ON PARAMETER work_mem TO app;",
            "CREATE TABLESPACE t OWNER app LOCATION '/x';")
        .forEach(ROLES::statement);
  }

  private static NamedRole named(String name) {
    return new NamedRole(name, false, Optional.empty());
  }

  @Test
  void attributesAndMembershipsAreKeptAndPasswordsAreNot() {
    assertThat(ROLES.with(List.of(named("app"), named("gone")), "g.sql"))
        .containsExactly(
            defined("Team \"A\"", List.of("SUPERUSER"), List.of("base")),
            defined(
                "app",
                List.of("NOINHERIT", "CREATEDB", "BYPASSRLS"),
                List.of("Team \"A\"", "pg_monitor")),
            defined("base", List.of(), List.of()),
            named("gone"));
    assertThat(ROLES.with(List.of(named("app")), "g.sql").toString()).doesNotContain("SCRAM");
  }

  private static NamedRole defined(String name, List<String> attributes, List<String> memberOf) {
    return new NamedRole(
        name, false, Optional.of(new RoleDefinition(attributes, memberOf, "g.sql")));
  }

  @Test
  void allRolesOfAFileAreThereForItsOwnDatabases() {
    assertThat(ROLES.withAll(List.of(new NamedRole("base", true, Optional.empty()))))
        .extracting(NamedRole::name)
        .containsExactly("Team \"A\"", "app", "base", "other");
    assertThat(ROLES.withAll(List.of(new NamedRole("base", true, Optional.empty()))))
        .filteredOn(NamedRole::assumed)
        .extracting(NamedRole::name)
        .containsExactly("base");
  }
}
