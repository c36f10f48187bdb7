package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.diagnose.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorContextTest {
  private static Problem explained(boolean superuser, List<TocEntry> entries, String message) {
    ErrorContext context = new ErrorContext(archive(entries), superuser, "15.18");
    return context
        .explained(List.of(new LoadError("", message, "", Diagnosis.of(message))))
        .get(0)
        .problem();
  }

  private static BackupArchive archive(List<TocEntry> entries) {
    ArchiveHeader header =
        new ArchiveHeader(
            Optional.empty(),
            Optional.empty(),
            Optional.of("16.4 (Debian)"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new BackupArchive(
        Path.of("b.dump"),
        1,
        List.of(),
        ArchiveFormat.CUSTOM,
        header,
        entries,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  @Test
  void whatOnlyASuperuserMayDoIsTheLocalSandboxesShortcoming() {
    String message = "ERROR:  permission denied to create event trigger \"t\"";

    Problem local = explained(false, List.of(), message);
    assertThat(local.code().code()).isEqualTo("superuser-needed");
    assertThat(local.code().blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(local.hint()).contains("--runtime docker");
    assertThat(explained(true, List.of(), message).code().code()).isEqualTo("permission-denied");
  }

  @Test
  void whatAnotherRoleOwnsIsNotCalledAThingForSuperusersAlone() {
    for (String message :
        List.of(
            "ERROR:  must be owner of table t",
            "ERROR:  must be member of role \"app\"",
            "ERROR:  permission denied for schema audit")) {
      Problem local = explained(false, List.of(), message);
      assertThat(local.code().blame()).isEqualTo(Blame.ENVIRONMENT);
      assertThat(local.message()).contains("of a role that the restoring role is not", message);
      assertThat(local.hint()).contains("--runtime docker");
      assertThat(explained(true, List.of(), message).message()).contains("an ownership mismatch");
    }
    assertThat(explained(false, List.of(), "ERROR:  must be superuser to do this").message())
        .contains("only a superuser may");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "permission denied to set parameter \"session_preload_libraries\""
            + "| ALTER DATABASE d SET session_preload_libraries TO 'anon';"
            + "| library anon. | shared_preload_libraries=anon\"",
        "permission denied to set parameter \"local_preload_libraries\""
            + "| ALTER DATABASE d SET local_preload_libraries TO '$libdir/a', 'b';"
            + "| library a, b. | shared_preload_libraries=a,b\"",
        "could not access file \"/usr/lib/pg/pgaudit.so\": No such file || library pgaudit."
            + "| shared_preload_libraries=pgaudit\"",
        "security label provider \"anon\" is not loaded || library anon."
            + "| shared_preload_libraries=anon\"",
        "no security label providers have been loaded"
            + "| SECURITY LABEL FOR anon ON TABLE t IS 'MASKED';"
            + "| library anon. | shared_preload_libraries=anon\""
      })
  void theMissingLibraryIsNamed(String message, String statement, String library, String load) {
    String sql = statement == null ? "" : statement;
    for (boolean superuser : List.of(true, false)) {
      Problem problem =
          new ErrorContext(archive(List.of()), superuser, "15.18")
              .explained(List.of(new LoadError("", message, sql, Diagnosis.of(message))))
              .get(0)
              .problem();
      assertThat(problem.code().code()).isEqualTo("missing-library");
      assertThat(problem.hint()).contains(library).containsOnlyOnce(load);
      assertThat(problem.hint().contains("--runtime docker")).isEqualTo(!superuser);
    }
  }

  @Test
  void aMissingExtensionIsAnsweredWithAnImageForTheBackupsMajor() {
    Problem problem =
        explained(
            true,
            List.of(Entries.entry(1, "EXTENSION", "vector")),
            "ERROR:  extension \"vector\" is not available");

    assertThat(problem.code().blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(problem.hint()).contains("`databases.<name>.image: pgvector/pgvector:pg16`");
  }

  @Test
  void rowsWithoutTheirTablesAreADataOnlyDump() {
    Problem problem =
        explained(
            true,
            List.of(Entries.entry(1, "TABLE DATA", "users")),
            "ERROR:  relation \"public.users\" does not exist");

    assertThat(problem.code().code()).isEqualTo("data-only-dump");
    assertThat(problem.code().blame()).isEqualTo(Blame.RESTORE);
  }

  @Test
  void rowsOfASchemaThatIsNotThereAreADataOnlyDump() {
    Problem problem =
        explained(
            true,
            List.of(Entries.entry(1, "TABLE DATA", "users")),
            "ERROR:  schema \"app\" does not exist");

    assertThat(problem.code().code()).isEqualTo("data-only-dump");
  }

  @Test
  void keysWithoutTablesAreTheSectionPostData() {
    Problem problem =
        explained(
            true,
            List.of(Entries.entry(1, "FK CONSTRAINT", "orders orders_fk")),
            "ERROR:  relation \"public.orders\" does not exist");

    assertThat(problem.message()).contains("--section=post-data");
  }

  @Test
  void aSchemaThatTheBackupUsesAndDoesNotCreateMakesItAPart() {
    List<TocEntry> ofOneTable = List.of(Entries.entry(1, "TABLE", "users"));
    String message = "ERROR:  schema \"public\" does not exist";

    assertThat(explained(true, ofOneTable, message).message()).contains("pg_dump --table");
    assertThat(
            explained(
                    true, List.of(ofOneTable.get(0), Entries.entry(2, "SCHEMA", "public")), message)
                .message())
        .isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgis,postgis_topology | 15 | postgis/postgis:15-3.5",
        "postgis | 18 | postgis/postgis:18-3.6",
        "vector | 17 | pgvector/pgvector:pg17",
        "timescaledb,plpgsql | 15 | timescale/timescaledb:latest-pg15",
        "timescaledb,postgis | 15 | timescale/timescaledb-ha:pg15",
        "timescaledb_toolkit | 16 | timescale/timescaledb-ha:pg16"
      })
  void knowsTheImagesOfExtensions(String extensions, int major, String image) {
    assertThat(KnownImages.image(Set.of(extensions.split(",")), major)).hasValue(image);
  }

  @Test
  void whereNoImageIsKnownItNamesThePackageAndTheLibraryToLoad() {
    assertThat(KnownImages.image(Set.of("pg_cron"), 15)).isEmpty();
    assertThat(KnownImages.hint(Set.of("pg_cron"), 15))
        .contains("FROM postgres:15", "postgresql-15-cron", "shared_preload_libraries=pg_cron");
    assertThat(KnownImages.hint(Set.of("postgis", "vector"), 15))
        .contains("postgresql-15-postgis-3", "postgresql-15-pgvector");
  }
}
