package dev.restorebot.engine.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerPartsTest {
  @Test
  void aSecretHidesItself() {
    Secret one = Secret.random();
    assertThat(one.value()).hasSize(32).isNotEqualTo(Secret.random().value());
    assertThat(one).hasToString("***");
    assertThat(new Endpoint("127.0.0.1", 1, "me", one).toString()).doesNotContain(one.value());
  }

  /**
   * The kernel takes connections of a listening socket, whether its process accepts them or not.
   */
  @Test
  @Timeout(30)
  void aServerThatNeverAnswersALoginIsNotWaitedFor() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Endpoint server = new Endpoint("127.0.0.1", silent.getLocalPort(), "me", Secret.random());
      assertThatThrownBy(
              () -> server.connect("app", Duration.ZERO, "", Duration.ofSeconds(1)).close())
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void sessionsStartWithOptionsThatTheServerKnows() {
    assertThat(SessionOptions.ofSuperuser("15.18 (Debian 15.18-1)"))
        .startsWith("-c role=none -c default_transaction_read_only=off ")
        .contains("-c idle_session_timeout=0 -c session_preload_libraries=")
        .doesNotContain("event_triggers", "transaction_timeout");
    assertThat(SessionOptions.ofSuperuser("17.5"))
        .contains("-c transaction_timeout=0", "-c event_triggers=off");
    assertThat(SessionOptions.ofRole("13.2"))
        .doesNotContain("session_preload", "event_triggers", "idle_session_timeout");
    assertThat(SessionOptions.ofRole("17.5")).doesNotContain("session_preload", "event_triggers");
    assertThat(SessionOptions.ofTools("17.5")).isEqualTo("-c event_triggers=off");
    assertThat(SessionOptions.ofTools("16.9")).isEmpty();
  }

  @Test
  void namesAndStringsAreQuoted() {
    assertThat(Sql.identifier("a\"b")).isEqualTo("\"a\"\"b\"");
    assertThat(Sql.literal("it's")).isEqualTo("'it''s'");
    assertThat(Sql.literal("a\\'b")).isEqualTo(" E'a\\\\''b'");
    assertThat(ShellWords.command("psql", "-d", "it's; rm")).isEqualTo("psql -d 'it'\\''s; rm'");
    assertThat(ShellWords.command("")).isEqualTo("''");
  }

  @ParameterizedTest
  @CsvSource({
    "zenops,zenops",
    "postgres,postgres",
    "a=b,dbname='a=b'",
    "postgresql://x,dbname='postgresql://x'",
    "-x,dbname='-x'"
  })
  void databaseNamesAreNotTakenForSettings(String name, String argument) {
    assertThat(ConnectionString.database(name)).isEqualTo(argument);
  }

  @Test
  void databaseNamesAreMadeUsable() {
    assertThat(DatabaseName.usable("zen ops")).isEqualTo("zen ops");
    assertThat(DatabaseName.usable("template0")).isEqualTo("restored_template0");
    assertThat(DatabaseName.usable(" ")).isEqualTo("restored");
    assertThat(DatabaseName.usable("a\u0000b")).isEqualTo("a_b");
    assertThat(DatabaseName.usable("€".repeat(40)).getBytes(StandardCharsets.UTF_8)).hasSize(63);
  }

  @Test
  void localesHaveSpellingsAndStandIns() {
    assertThat(LocaleCandidates.of(new DatabaseLocale("UTF8", "de_DE.UTF-8", "de_DE.UTF-8")))
        .extracting(DatabaseLocale::collate)
        .containsExactly("de_DE.UTF-8", "de_DE.utf8", "C.UTF-8", "C.utf8", "C");
    assertThat(LocaleCandidates.of(new DatabaseLocale("LATIN1", "de_DE", "de_DE")))
        .extracting(DatabaseLocale::collate)
        .containsExactly("de_DE", "C");
  }

  @Test
  void tuningFollowsTheLimits() {
    Map<String, String> small = ServerTuning.settings(512L << 20, 1);
    assertThat(small)
        .containsEntry("fsync", "off")
        .containsEntry("wal_level", "minimal")
        .containsEntry("shared_buffers", "128MB")
        .containsEntry("maintenance_work_mem", "128MB")
        .containsEntry("max_parallel_maintenance_workers", "0");
    assertThat(ServerTuning.settings(64L << 30, 8))
        .containsEntry("shared_buffers", "8192MB")
        .containsEntry("maintenance_work_mem", "1024MB")
        .containsEntry("work_mem", "64MB")
        .containsEntry("max_parallel_maintenance_workers", "4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "/a", "a/../b", "a//b", ".a", "a/", "", "a b", "-a"})
  void pathsCannotLeaveTheFolder(String name) {
    SandboxPath files = new SandboxPath("/root");
    assertThat(files.own(files.resolve("a/b.dump"))).isEqualTo("/root/a/b.dump");
    assertThatThrownBy(() -> files.resolve(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> files.own("/root/" + name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStreamsOwnProblemIsKept() {
    ProblemException own = new Problem(ProblemCode.BAD_DECRYPT, "wrong key", "set it").exception();
    assertThat(InputFailure.of(new IOException(own))).isSameAs(own);
    assertThat(InputFailure.of(new IOException("gone")).problem().code())
        .isEqualTo(ProblemCode.BACKUP_UNREADABLE);
  }
}
