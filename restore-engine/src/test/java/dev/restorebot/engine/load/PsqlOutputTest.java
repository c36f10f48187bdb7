package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lines as psql 15.18 printed them. */
class PsqlOutputTest {
  private final ErrorCollector errors = new ErrorCollector(IgnoreRule.BUILT_IN);
  private final Set<Long> ownLines = Set.of(3L, 42L);
  private final Map<Long, String> commands =
      Map.of(
          6L, "\\restrict abc",
          7L, "\\! rm -rf /",
          8L, "\\encoding SQL_ASCII",
          9L, "\\echo Loading",
          10L, "\\i other.sql",
          11L, "\\gexec",
          15262L, "\\unrestrict abc");
  private final List<Long> refusedByServer = new ArrayList<>();
  private final PsqlOutput output =
      new PsqlOutput(
          line -> line == 42 ? "TYPE public.kind" : "",
          ownLines::contains,
          refusedByServer::add,
          line -> Optional.ofNullable(commands.get(line)),
          errors);

  private void say(String... lines) {
    for (String line : lines) {
      output.line(line);
    }
    output.end();
  }

  @Test
  void anErrorKnowsItsObjectAndStatement() {
    say(
        "psql:<stdin>:42: ERROR:  type \"kind\" already exists",
        "psql:<stdin>:42: STATEMENT:  CREATE TYPE public.kind AS ENUM (",
        "    'A'",
        ");",
        "psql:<stdin>:43: NOTICE:  something harmless");

    assertThat(errors.errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.object()).isEqualTo("TYPE public.kind");
              assertThat(error.message()).isEqualTo("type \"kind\" already exists");
              assertThat(error.statement()).startsWith("CREATE TYPE").contains("'A'");
            });
  }

  @Test
  void pgDumpsOwnCommandsMayBeRefused() {
    say(
        refused(6),
        "psql:<stdin>:15262: error: \\unrestrict: wrong key",
        refused(8),
        "psql:<stdin>:6: error: invalid command \\restrict");

    assertThat(errors.sawNothing()).isTrue();
  }

  @Test
  void aLineOfTheLoaderMayBeRefusedButNotAnErrorOfTheServerThere() {
    say(refused(3), refused(42), "psql:<stdin>:42: ERROR:  relation \"a\" does not exist");

    assertThat(errors.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.object()).isEqualTo("TYPE public.kind"));
    assertThat(refusedByServer).containsExactly(42L);
  }

  @Test
  void aCommandThatRunsAProgramIsBlockedAndSoIsOneThatIsNotKnown() {
    say(refused(7), refused(12));

    assertThat(errors.errors())
        .hasSize(2)
        .allSatisfy(
            error -> assertThat(error.problem().code().code()).isEqualTo("program-blocked"));
    assertThat(errors.errors().get(0).message()).contains("\\!").doesNotContain("rm");
  }

  @Test
  void noOtherCommandIsAnAttack() {
    say(refused(9), refused(10), refused(11));

    assertThat(errors.ignored()).hasSize(1).containsValue(1L);
    assertThat(errors.errors())
        .extracting(error -> error.problem().code().code())
        .containsExactly("restore-error", "restore-error");
    assertThat(errors.errors().get(0).problem().message()).contains("only a part of a backup");
  }

  private static String refused(int line) {
    return "psql:<stdin>:"
        + line
        + ": error: backslash commands are restricted; only \\unrestrict is allowed";
  }

  @Test
  void ownersAndGrantsOfMissingRolesDoNotCount() {
    say(
        "psql:<stdin>:42: ERROR:  role \"zenops\" does not exist",
        "psql:<stdin>:42: STATEMENT:  ALTER TABLE public.users OWNER TO zenops;",
        "psql:<stdin>:50: ERROR:  role \"reader\" does not exist",
        "psql:<stdin>:50: STATEMENT:  GRANT SELECT ON TABLE public.users TO reader;");

    assertThat(errors.count()).isZero();
    assertThat(errors.ignored()).hasSize(1).containsValue(2L);
  }

  @Test
  void whatASandboxDoesNotHaveIsToleratedAsByPgRestore() {
    say(
        "psql:<stdin>:1: ERROR:  invalid value for parameter \"default_tablespace\": \"fast\"",
        "psql:<stdin>:1: STATEMENT:  SET default_tablespace = fast;",
        "psql:<stdin>:2: ERROR:  invalid locale name: \"de_DE.UTF-8\"",
        "psql:<stdin>:2: STATEMENT:  CREATE DATABASE shop WITH TEMPLATE = template0;",
        "psql:<stdin>:4: ERROR:  permission denied to set session authorization \"app\"",
        "psql:<stdin>:4: STATEMENT:  SET SESSION AUTHORIZATION 'app';",
        "psql:<stdin>:5: ERROR:  database \"shop\" does not exist",
        "psql:<stdin>:5: STATEMENT:  ALTER DATABASE shop SET search_path TO 'x';",
        "psql:<stdin>:13: ERROR:  function pg_catalog.pg_restore_relation_stats(unknown, integer)"
            + " does not exist",
        "psql:<stdin>:13: STATEMENT:  SELECT * FROM pg_catalog.pg_restore_relation_stats(");

    assertThat(errors.errors()).isEmpty();
    assertThat(errors.ignored().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(5);
  }

  @Test
  void aFullDiskIsNotToleratedAnywhere() {
    say(
        "psql:<stdin>:2: ERROR:  could not extend file: No space left on device",
        "psql:<stdin>:2: STATEMENT:  CREATE DATABASE shop;");

    assertThat(errors.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.problem().code().code()).isEqualTo("disk-full"));
  }

  @Test
  void oneCauseIsToldOnce() {
    say(
        "psql:<stdin>:1: ERROR:  extension \"vector\" is not available",
        "psql:<stdin>:1: STATEMENT:  CREATE EXTENSION vector;",
        "psql:<stdin>:2: ERROR:  type \"public.vector\" does not exist",
        "psql:<stdin>:2: STATEMENT:  CREATE TABLE public.\"My docs\" (",
        "    e public.vector",
        ");",
        "psql:<stdin>:4: ERROR:  relation \"public.My docs\" does not exist",
        "psql:<stdin>:4: STATEMENT:  CREATE VIEW public.v AS SELECT * FROM public.\"My docs\";",
        "psql:<stdin>:5: ERROR:  relation \"public.v\" does not exist",
        "psql:<stdin>:5: STATEMENT:  ALTER TABLE public.v SET (x = y);",
        "psql:<stdin>:13: ERROR:  relation \"public.another\" does not exist");

    assertThat(errors.errors())
        .extracting(LoadError::message)
        .containsExactly(
            "extension \"vector\" is not available", "relation \"public.another\" does not exist");
    assertThat(errors.ignored()).containsValue(3L);
  }

  @Test
  void anErrorIsNotIgnoredForTheTextOfARow() {
    say(
        "psql:<stdin>:9: ERROR:  invalid input value for enum public.level: \"x\"",
        "LINE 1: INSERT INTO public.logs VALUES ('x', 'schema \"public\" already exists');",
        "                                        ^");

    assertThat(errors.errors())
        .singleElement()
        .satisfies(
            error ->
                assertThat(error.problem().message())
                    .isEqualTo("invalid input value for enum public.level: \"…\""));
  }

  @Test
  void textOfPgDumpInsideADumpIsCalledThat() {
    say("psql:<stdin>:9: ERROR:  syntax error at or near \"pg_dump\"");

    assertThat(errors.errors().get(0).problem().message()).contains("Text that pg_dump wrote");
  }

  @Test
  void aPolicyForAMissingRoleCounts() {
    say(
        "psql:<stdin>:42: ERROR:  role \"app\" does not exist",
        "psql:<stdin>:42: STATEMENT:  CREATE POLICY p ON public.users TO app USING (true);");

    assertThat(errors.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.problem().code().code()).isEqualTo("missing-role"));
  }

  @Test
  void aLostConnectionIsSeen() {
    say(
        "psql:<stdin>:99: server closed the connection unexpectedly",
        "\tThis probably means the server terminated abnormally",
        "psql:<stdin>:99: error: connection to server was lost");

    assertThat(errors.errors())
        .allSatisfy(e -> assertThat(e.problem().code().code()).isEqualTo("connection-lost"))
        .hasSize(2);
  }
}
