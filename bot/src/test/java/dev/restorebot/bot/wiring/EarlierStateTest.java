package dev.restorebot.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.engine.approval.jdbc.JdbcApprovalStore;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.drill.jdbc.JdbcDrillStore;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state database with a migration history for each part, as releases up to 0.1 made it. */
class EarlierStateTest {
  private static final String SQL = "state-with-eight-histories.sql";
  private static final List<String> MIGRATIONS =
      List.of(
          "1 jobs",
          "2 level",
          "3 audit",
          "4 approval",
          "5 disasters",
          "6 drills",
          "7 outbox",
          "8 messages",
          "9 buttons",
          "10 databases",
          "11 facts",
          "12 current disasters",
          "13 kept storage",
          "14 rehearsals",
          "15 drill kinds");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void make() throws Exception {
    file = folder.resolve("state.db");
    try (InputStream dump = EarlierStateTest.class.getResourceAsStream(SQL)) {
      sql(new String(dump.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void keepsEveryRowAndHasOneHistoryAfterwards() throws Exception {
    Map<String, List<String>> before = tables();
    assertThat(before).hasSize(22);

    StateDatabase.open(file).close();

    Map<String, List<String>> after = tables();
    assertThat(history(after)).containsExactlyElementsOf(MIGRATIONS);
    assertThat(after.remove("schema_history").toString()).contains("2026-11-28 14:57:33.735");
    before.keySet().removeIf(name -> name.endsWith("_schema_history"));
    after
        .get("job")
        .replaceAll(row -> row.replace(", database_name=null", "")); // added by migration 10
    List.of("drill", "drill_schedule")
        .forEach(
            table ->
                after
                    .get(table)
                    .replaceAll(row -> row.replace(", kind=TEST", ""))); // added by migration 15
    assertThat(after.remove("target_facts")).isEmpty(); // added by migration 11
    assertThat(after.remove("rehearsal")).isEmpty(); // added by migration 14
    assertThat(after).isEqualTo(before);
  }

  @Test
  void isReadByEveryStore() {
    try (StateDatabase database = StateDatabase.open(file)) {
      assertThat(new JdbcJobStore(database).recent(9).toList()).hasSize(1);
      assertThat(new JdbcJobStore(database).owner()).isNotEmpty();
      assertThat(new JdbcAuditLog(database).verify(Optional.empty()).whole()).isTrue();
      assertThat(new JdbcAuditLog(database).entries(0, 99)).hasSize(23);
      assertThat(new JdbcDrillStore(database).recent(Optional.empty(), 99)).hasSize(8);
      assertThat(new JdbcDisasterStore(database).recent(99)).hasSize(4);
      assertThat(new JdbcApprovalStore(database).open()).isNotEmpty();
      assertThat(new JdbcOutbox(database).waiting()).hasSize(1);
    }
  }

  @Test
  void getsTheTablesOfWhatWasNeverSwitchedOn() throws Exception {
    sql(
        """
        drop table discord_button; drop table discord_schema_history;
        drop table disaster_event; drop table disaster; drop table disaster_schema_history;
        delete from engine_schema_history where version = '2'; alter table job drop column level;
        """);

    StateDatabase.open(file).close();

    Map<String, List<String>> after = tables();
    assertThat(history(after)).containsExactlyInAnyOrderElementsOf(MIGRATIONS);
    assertThat(after).containsKeys("discord_button", "disaster", "disaster_event");
    assertThat(after.get("job").get(0)).contains("level=null");
  }

  @Test
  void isRefusedAndLeftAsItIsWhenANewerReleaseWroteIt() throws Exception {
    sql("update audit_schema_history set version = '7', description = 'later' where version = '1'");
    Map<String, List<String>> before = tables();

    assertThatThrownBy(() -> StateDatabase.open(file))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("newer restore-bot")
        .hasMessageContaining("audit_schema_history");

    assertThat(tables()).isEqualTo(before);
  }

  @Test
  void isTakenOverOnceWhenSeveralProcessesOpenIt() throws Exception {
    ExecutorService openers = Executors.newFixedThreadPool(4);
    List<Future<?>> opened = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      opened.add(openers.submit(() -> StateDatabase.open(file).close()));
    }
    for (Future<?> each : opened) {
      each.get();
    }
    openers.shutdown();

    assertThat(history(tables())).containsExactlyElementsOf(MIGRATIONS);
  }

  private static List<String> history(Map<String, List<String>> tables) {
    return tables.get("schema_history").stream()
        .map(row -> row.replaceAll("(?s).*version=(\\d+), description=([\\w ]+),.*", "$1 $2"))
        .toList();
  }

  private void sql(String statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      int unused = statement.executeUpdate(statements);
    }
  }

  private Map<String, List<String>> tables() throws SQLException {
    Map<String, List<String>> all = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      for (String name :
          rows(connection, "select name from sqlite_master where type = 'table'").stream()
              .map(row -> row.replace("name=", ""))
              .filter(name -> !name.startsWith("sqlite_"))
              .toList()) {
        all.put(name, rows(connection, "select * from " + name));
      }
    }
    return all;
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getMetaData().getColumnName(i) + "=" + rows.getString(i));
        }
        all.add(String.join(", ", row));
      }
    }
    return all;
  }
}
