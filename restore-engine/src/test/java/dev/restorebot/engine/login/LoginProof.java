package dev.restorebot.engine.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Proves what a login can do, in a server of any runtime. */
public final class LoginProof {
  private static final Actor ASHA = new Actor("test:asha", "Asha Rao");
  private static final Actor BEN = new Actor("test:ben", "Ben");

  /** A backup that lets everybody write wherever it can. */
  private static final List<String> OPEN_TO_ALL =
      List.of(
          "CREATE TABLE shop (id int, note text)",
          "INSERT INTO shop VALUES (1, 'one'), (2, 'two')",
          "ALTER TABLE shop ENABLE ROW LEVEL SECURITY",
          "GRANT ALL ON shop TO PUBLIC",
          "CREATE TABLE part (a int, b int)",
          "GRANT SELECT, UPDATE (a) ON part TO PUBLIC",
          "CREATE SEQUENCE numbers",
          "GRANT ALL ON SEQUENCE numbers TO PUBLIC",
          "CREATE SCHEMA \"Open \"\"x\"",
          "GRANT ALL ON SCHEMA \"Open \"\"x\" TO PUBLIC",
          "CREATE FUNCTION wipe() RETURNS void LANGUAGE sql SECURITY DEFINER"
              + " AS 'DELETE FROM shop'",
          "SELECT lo_from_bytea(4711, 'x')",
          "GRANT ALL ON LARGE OBJECT 4711 TO PUBLIC",
          "CREATE FUNCTION plus(int) RETURNS int LANGUAGE sql AS 'SELECT $1 + 1'");

  private static final List<String> REFUSED =
      List.of(
          "INSERT INTO shop VALUES (3, 'three')",
          "UPDATE shop SET note = ''",
          "DELETE FROM shop",
          "TRUNCATE shop",
          "DO $$BEGIN LOCK TABLE shop IN ACCESS EXCLUSIVE MODE; END$$",
          "UPDATE part SET a = 1",
          "SELECT nextval('numbers')",
          "SELECT wipe()",
          "CREATE TABLE public.mine (a int)",
          "CREATE TABLE \"Open \"\"x\".mine (a int)",
          "CREATE TEMPORARY TABLE mine (a int)",
          "CREATE SCHEMA mine",
          "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
          "SELECT lo_create(0)",
          "SELECT lo_creat(-1)",
          "SELECT lo_from_bytea(0, 'x')",
          "SELECT lo_put(4711, 0, 'y')",
          "SELECT lowrite(lo_open(4711, 131072), 'y')",
          "SELECT lo_truncate(lo_open(4711, 131072), 0)",
          "SELECT lo_truncate64(lo_open(4711, 131072), 0)",
          "SELECT lo_unlink(4711)",
          "SELECT umoptions FROM pg_user_mapping",
          "SELECT subconninfo FROM pg_subscription",
          "SELECT data FROM pg_largeobject",
          "SELECT rolpassword FROM pg_authid",
          "SELECT lo_import('/etc/passwd')",
          "SELECT pg_read_file('/etc/passwd')",
          "COPY shop TO PROGRAM 'cat'",
          "COPY shop TO '/tmp/shop'",
          "COPY shop FROM '/etc/passwd'",
          "ALTER SYSTEM SET work_mem = '1GB'",
          "ALTER ROLE CURRENT_USER VALID UNTIL 'infinity'",
          "ALTER ROLE CURRENT_USER CONNECTION LIMIT -1",
          "ALTER ROLE CURRENT_USER SET temp_file_limit = -1",
          "SET temp_file_limit = -1",
          "SET log_min_messages = 'log'",
          "ALTER ROLE CURRENT_USER SET log_min_messages = 'log'",
          "SET log_min_error_statement = 'error'",
          "SET lo_compat_privileges = on",
          "CREATE ROLE mine",
          "CREATE DATABASE mine");

  private LoginProof() {}

  /** Proves it in a sandbox that nothing else uses. */
  public static void holdsIn(Sandbox sandbox) throws SQLException {
    try (Connection owner = sandbox.connect();
        Statement statement = owner.createStatement()) {
      for (String sql : OPEN_TO_ALL) {
        statement.execute(sql);
      }
    }
    try (Connection admin = sandbox.connectAsAdmin();
        Statement statement = admin.createStatement()) {
      statement.execute(
          "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET lo_compat_privileges = on',"
              + " current_database()); END$$");
    }
    Instant now = Instant.now();
    Secret first = Secret.random();
    Secret asha = Secret.random();
    Secret ben = Secret.random();
    String ashas = LoginRoles.give(sandbox, ASHA, first, now.plusSeconds(3600));
    String bens = LoginRoles.give(sandbox, BEN, ben, now.plusSeconds(7200));
    assertThat(ashas)
        .matches("restore_bot_login_[a-z0-9]+_asha_rao_[0-9a-f]{8}")
        .isNotEqualTo(bens);

    try (Connection open = login(sandbox, ashas, first);
        Connection bensOpen = login(sandbox, bens, ben)) {
      readsAndDoesNotWrite(open, sandbox.info());
      assertThat(LoginRoles.give(sandbox, ASHA, asha, now.plusSeconds(3600))).isEqualTo(ashas);
      refusesLogin(sandbox, ashas, first, "28P01");
      refusesLogin(sandbox, ashas, ben, "28P01");
      login(sandbox, ashas, asha).close();
      assertThat(SqlRows.column(open, "SELECT count(*) FROM shop")).containsExactly("2");

      assertThat(LoginRoles.endExpired(sandbox, now).orElseThrow())
          .isEqualTo(Instant.ofEpochSecond(now.plusSeconds(3600).getEpochSecond()));
      keepsItsRoleLocked(open);
      assertThat(LoginRoles.endExpired(sandbox, now.plusSeconds(3601)).orElseThrow())
          .isEqualTo(Instant.ofEpochSecond(now.plusSeconds(7200).getEpochSecond()));
      assertThatThrownBy(() -> SqlRows.column(open, "SELECT 1")).isInstanceOf(SQLException.class);
      refusesLogin(sandbox, ashas, asha, "28000");
      assertThat(SqlRows.column(bensOpen, "SELECT count(*) FROM shop")).containsExactly("2");
      assertThat(LoginRoles.endExpired(sandbox, now.plusSeconds(7201))).isEmpty();
    }
    LoginRoles.give(sandbox, ASHA, asha, now.plusSeconds(3600));
    login(sandbox, ashas, asha).close();
    LoginRoles.give(sandbox, ASHA, asha, now.minusSeconds(1));
    refusesLogin(sandbox, ashas, asha, "28P01"); // by the server alone
  }

  private static void keepsItsRoleLocked(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN; ALTER ROLE CURRENT_USER PASSWORD 'x'");
    }
  }

  private static void readsAndDoesNotWrite(Connection connection, SandboxInfo info)
      throws SQLException {
    assertThat(SqlRows.column(connection, "SELECT note FROM shop ORDER BY id"))
        .containsExactly("one", "two");
    assertThat(SqlRows.column(connection, "SELECT plus(1)")).containsExactly("2");
    for (Map.Entry<String, String> limit :
        Map.of(
                "default_transaction_read_only", "on",
                "statement_timeout", "15min",
                "temp_file_limit", "256MB",
                "log_min_messages", "panic",
                "log_min_error_statement", "panic",
                "lo_compat_privileges", "off")
            .entrySet()) {
      assertThat(SqlRows.column(connection, "SHOW " + limit.getKey()))
          .containsExactly(limit.getValue());
    }
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO shop VALUES (3, 'three')"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      // Somebody who insists can write in a transaction, and still has no right to.
      statement.execute("SET default_transaction_read_only = off");
      for (String sql : REFUSED) {
        refused(statement, sql);
      }
      for (String role : List.of(info.user(), "pg_write_all_data", "pg_execute_server_program")) {
        refused(statement, "SET ROLE " + role);
        refused(statement, "SET SESSION AUTHORIZATION " + role);
      }
    }
  }

  private static void refused(Statement statement, String sql) {
    assertThatThrownBy(() -> statement.execute(sql))
        .as(sql)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as(sql).isEqualTo("42501"));
  }

  private static void refusesLogin(Sandbox sandbox, String role, Secret password, String state) {
    assertThatThrownBy(() -> login(sandbox, role, password).close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  /** As a person's own client does, with no options of ours. */
  private static Connection login(Sandbox sandbox, String role, Secret password)
      throws SQLException {
    SandboxInfo info = sandbox.info();
    Endpoint endpoint = new Endpoint(info.host(), info.port(), role, password);
    assertThatThrownBy(() -> endpoint.connect("postgres", Duration.ZERO).close())
        .isInstanceOf(SQLException.class);
    return endpoint.connect(info.database(), Duration.ZERO);
  }
}
