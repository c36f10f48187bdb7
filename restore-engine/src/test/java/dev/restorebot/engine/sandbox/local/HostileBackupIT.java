package dev.restorebot.engine.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.TestStreams;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an SQL backup may try on a machine without Docker. Each try would leave a marker file. */
@RequiresLocalPostgres
class HostileBackupIT {
  private static final LocalSandboxProvider PROVIDER =
      new LocalSandboxProvider(LocalSandboxIT.settings(List.of()));

  private static Sandbox sandbox;
  private static Path folder;
  private Path marker;

  @BeforeAll
  static void start() throws Exception {
    sandbox =
        PROVIDER.start(
            TestRequests.request(
                "zenops",
                Optional.empty(),
                OptionalInt.empty(),
                List.of("pg_stat_statements", "earthdistance", "dblink", "no_such_extension")),
            ProgressListener.none(),
            Cancellation.none());
  }

  @AfterAll
  static void remove() throws Exception {
    sandbox.remove();
    LocalSandboxIT.removeBase();
  }

  /** A place where everybody may write, so that only our defences can keep the marker away. */
  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("hostile");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    marker = folder.resolve("marker");
  }

  @AfterEach
  void deleteFolder() throws IOException {
    Files.deleteIfExists(marker);
    Files.delete(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY (SELECT 1) TO PROGRAM 'touch MARKER';",
        "COPY pg_class FROM PROGRAM 'touch MARKER';",
        "COPY (SELECT 1) TO 'MARKER';",
        "SELECT lo_export(lo_from_bytea(0, 'x'), 'MARKER');",
        "CREATE FUNCTION system(cstring) RETURNS int AS '/lib/x86_64-linux-gnu/libc.so.6', 'system'"
            + " LANGUAGE C STRICT; SELECT system('touch MARKER');",
        "ALTER SYSTEM SET archive_command = 'touch MARKER';",
        "CREATE EXTENSION plpython3u; DO LANGUAGE plpython3u 'open(\"MARKER\", \"w\")';",
        "CREATE EXTENSION file_fdw;",
        "CREATE EXTENSION adminpack; SELECT pg_file_write('MARKER', 'x', false);",
        "CREATE EXTENSION dblink; SELECT dblink_connect('user=sandbox_admin');",
        "SELECT pg_read_file('/etc/passwd');",
        "SELECT pg_ls_dir('/');",
        "SET ROLE sandbox_admin;",
        "ALTER ROLE restorebot SUPERUSER;",
        "CREATE ROLE evil SUPERUSER LOGIN;",
        "GRANT pg_execute_server_program TO restorebot;",
        "ALTER FUNCTION pg_catalog.now() OWNER TO restorebot;",
        "LOAD '/lib/x86_64-linux-gnu/libc.so.6';",
        "SET session_preload_libraries = 'MARKER';",
        "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION"
            + " suppress_redundant_updates_trigger();"
      })
  void theServerRefuses(String sql) throws Exception {
    List<String> said = psql(List.of("psql", "-X"), sql);
    assertThat(said).as(sql).anyMatch(line -> line.startsWith("ERROR:"));
    assertThat(marker).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\! touch MARKER",
        "\\copy (SELECT 1) TO PROGRAM 'touch MARKER'",
        "\\copy (SELECT 1) TO 'MARKER'",
        "\\o | touch MARKER\nSELECT 1;",
        "\\o MARKER\nSELECT 1;",
        "\\set x `touch MARKER`",
        "SELECT 1 \\g | touch MARKER",
        "SELECT 1 \\g MARKER",
        "\\w MARKER",
        "SELECT 'touch MARKER' \\gexec\n\\setenv PSQL_EDITOR 'touch MARKER'\n\\e"
      })
  void psqlIsRestricted(String script) throws Exception {
    psql(List.of("psql", "-X"), "\\restrict abc\n" + script + "\n\\unrestrict abc\n");
    assertThat(marker).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\! touch MARKER",
        "\\copy (SELECT 1) TO PROGRAM 'touch MARKER'",
        "\\o | touch MARKER\nSELECT 1;",
        "\\set x `touch MARKER`",
        "SELECT 1 \\g | touch MARKER"
      })
  void psqlCannotStartProgramsEvenUnrestricted(String script) throws Exception {
    psql(List.of("psql", "-X"), script + "\n");
    assertThat(marker).doesNotExist();
  }

  /** Shows that the markers above would be written, were it not for the defences. */
  @Test
  void theMarkerCanBeWritten() throws Exception {
    psql(List.of("psql", "-X"), "\\o MARKER\nSELECT 1;\n");
    assertThat(marker).exists();
    Files.delete(marker);
    sandbox.run(
        new ToolCall(List.of("touch", marker.toString()), Optional.empty(), line -> {}),
        Cancellation.none());
    assertThat(marker).exists();
  }

  @Test
  void toolsRunWithoutRightsAndWithoutOurSecrets() throws Exception {
    List<String> environment = new ArrayList<>();
    sandbox.run(
        new ToolCall(List.of("env"), Optional.empty(), environment::add), Cancellation.none());
    assertThat(environment)
        .extracting(line -> line.split("=")[0])
        .containsOnly(
            "PATH",
            "LC_ALL",
            "TZ",
            "HOME",
            "PGHOST",
            "PGPORT",
            "PGUSER",
            "PGPASSWORD",
            "PGDATABASE",
            "PGSSLMODE",
            "PGGSSENCMODE");
    List<String> status = new ArrayList<>();
    sandbox.run(
        new ToolCall(
            List.of("grep", "-E", "^(Uid|CapEff|NoNewPrivs|Groups)", "/proc/self/status"),
            Optional.empty(),
            status::add),
        Cancellation.none());
    if (System.getProperty("user.name").equals("root")) {
      assertThat(status)
          .anyMatch(line -> line.matches("CapEff:\\s+0+"))
          .anyMatch(line -> line.matches("NoNewPrivs:\\s+1"))
          .noneMatch(line -> line.matches("Uid:.*\\b0\\b.*"));
    }
  }

  @Test
  void harmlessExtensionsAreThereAndBelongToTheBackup() throws Exception {
    List<String> said =
        psql(
            List.of("psql", "-X", "-v", "ON_ERROR_STOP=1"),
            """
            CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA public;
            COMMENT ON EXTENSION pg_stat_statements IS 'x';
            COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';
            COMMENT ON SCHEMA public IS 'standard public schema';
            CREATE EXTENSION IF NOT EXISTS earthdistance;
            CREATE EXTENSION pg_trgm;
            DROP EXTENSION pg_stat_statements;
            """);
    assertThat(said).noneMatch(line -> line.startsWith("ERROR:"));
    assertThat(said).endsWith("CREATE EXTENSION", "DROP EXTENSION");
  }

  @Test
  void anOldPsqlIsRefused() {
    assertThat(Installation.parse(Path.of("/x"), "postgres (PostgreSQL) 15.13").psqlIsFit())
        .isFalse();
    assertThat(Installation.parse(Path.of("/x"), "postgres (PostgreSQL) 15.14").psqlIsFit())
        .isTrue();
    InstalledPrograms old =
        new InstalledPrograms(
            new Installation(Path.of("/x"), 17, 5), new ServerAccount(Optional.empty()));
    assertThatThrownBy(
            () ->
                old.run(
                    new ToolCall(List.of("psql"), Optional.empty(), line -> {}),
                    folder,
                    Map.of(),
                    "Update it.",
                    Cancellation.none()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("too old");
  }

  private List<String> psql(List<String> command, String script) throws Exception {
    List<String> said = new ArrayList<>();
    sandbox.run(
        new ToolCall(
            command,
            Optional.of(TestStreams.text(script.replace("MARKER", marker.toString()))),
            said::add),
        Cancellation.none());
    return said;
  }
}
