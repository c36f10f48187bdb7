package dev.restorebot.engine.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The runbook's troubleshooting and more, in the tools' own words. */
class DiagnosisTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ERROR:  relation \"users\" already exists | relation-exists",
        "ERROR:  type \"kind\" already exists | relation-exists",
        "ERROR:  insert or update on table \"a\" violates foreign key constraint \"fk\" |"
            + " data-inconsistent",
        "ERROR:  could not create unique index \"users_pkey\" | data-inconsistent",
        "ERROR:  permission denied for schema public | permission-denied",
        "ERROR:  must be owner of table users | permission-denied",
        "bad decrypt | bad-decrypt",
        "Error response from daemon: Conflict. The container name \"/x\" is already in use |"
            + " volume-exists",
        "volume zenops_restore_test_1 already exists | volume-exists",
        "ERROR:  extension \"postgis\" is not available | missing-extension",
        "ERROR:  could not open extension control file \"/x/postgis.control\": No such file |"
            + " missing-extension",
        "ERROR:  permission denied to create extension \"dblink\" | missing-extension",
        "ERROR:  role \"zenops\" does not exist | missing-role",
        "pg_restore: error: unsupported version (1.16) in file header | dump-newer-than-server",
        "ERROR:  could not extend file \"base/1/2\": No space left on device | disk-full",
        "ERROR:  out of memory | out-of-memory",
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock | docker-unreachable",
        "ERROR:  must be superuser or have privileges of the pg_execute_server_program role to COPY"
            + " to or from an external program | program-blocked",
        "could not uncompress data: incorrect data check | backup-corrupt",
        "could not read from input file: end of file | backup-corrupt",
        "server closed the connection unexpectedly | connection-lost",
        "ERROR:  canceling statement due to statement timeout | timed-out",
        "archive is compressed, but this installation does not support compression |"
            + " compression-unsupported",
        "ERROR:  collation \"pg_catalog.de_DE.utf8\" for encoding \"UTF8\" does not exist |"
            + " missing-collation",
        "ERROR:  collation \"de-x-icu\" for encoding \"UTF8\" does not exist | missing-collation",
        "ERROR:  could not create locale \"de_DE.utf8\": No such file | missing-collation",
        "ERROR:  collation \"public.german\" for encoding \"UTF8\" does not exist | restore-error",
        "ERROR:  could not open dictionary file \"/x/tsearch_data/de.dict\": No such file |"
            + " missing-dictionary",
        "ERROR:  could not open stop-word file \"/x/my.stop\": No such file | missing-dictionary",
        "ERROR:  security label provider \"anon\" is not loaded | missing-library",
        "FATAL:  could not access file \"anon\": No such file or directory | missing-library",
        "ERROR:  permission denied to set parameter \"session_preload_libraries\" |"
            + " missing-library",
        "ERROR:  could not access file \"$libdir/postgis-3\": No such file | missing-extension",
        "ERROR:  could not connect to server \"remote\" | foreign-server-unreachable",
        "could not connect to server: Connection refused | connection-lost",
        "ERROR:  relation \"public.rates\" does not exist | restore-error",
        "ERROR:  syntax error at or near \"x\" | restore-error"
      })
  void knowsItsFailures(String error, String code) {
    Problem problem = Diagnosis.of(error);

    assertThat(problem.code().code()).isEqualTo(code);
    assertThat(problem.message()).contains(error.strip());
    assertThat(problem.hint()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ERROR:  relation \"rates\" does not exist\nLINE 1: ...\nQUERY:  SELECT\nCONTEXT:  SQL"
            + " function \"price\" during startup",
        "ERROR:  function helper(text) does not exist\nHINT:  No function\nCONTEXT:  PL/pgSQL"
            + " function public.norm(text) line 1 at RETURN"
      })
  void aNameWithoutItsSchemaInAFunctionIsTheSearchPath(String error) {
    assertThat(Diagnosis.of(error).code()).isEqualTo(ProblemCode.SEARCH_PATH);
  }

  @Test
  void aNameWithItsSchemaInAFunctionIsNot() {
    assertThat(
            Diagnosis.of(
                    "ERROR:  relation \"app.rates\" does not exist\nCONTEXT:  SQL function"
                        + " \"price\" during startup")
                .code())
        .isEqualTo(ProblemCode.RESTORE_ERROR);
  }

  @Test
  void slowRestoresGetTheAdviceThatFits() {
    assertThat(Diagnosis.slow(Duration.ofMinutes(90), false).hint()).contains("pg_dump -Fc");
    assertThat(Diagnosis.slow(Duration.ofMinutes(90), true).hint()).contains("cpus");
    assertThat(Diagnosis.slow(Duration.ofMinutes(90), true).code().blame()).isEqualTo(Blame.ADVICE);
  }

  @Test
  void aLongMessageIsShortenedToOneLine() {
    assertThat(Diagnosis.of("x".repeat(5_000) + "\nsecond").message())
        .hasSizeLessThan(400)
        .doesNotContain("second");
  }

  @Test
  void codesAreFoundByTheirNames() {
    for (ProblemCode code : ProblemCode.values()) {
      assertThat(ProblemCode.ofCode(code.code())).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new row for relation \"chk\" violates check constraint \"chk_a_check\"",
        "check constraint \"chk_a_check\" of relation \"chk\" is violated by some row"
      })
  void aViolatedCheckConstraintMayBeTheConstraintsFault(String error) {
    assertThat(Diagnosis.of(error).code()).isEqualTo(ProblemCode.DATA_INCONSISTENT);
    assertThat(Diagnosis.of(error).hint()).contains("constraint in production");
  }
}
