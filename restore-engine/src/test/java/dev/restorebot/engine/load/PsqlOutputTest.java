package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lines as psql 15.18 printed them. */
class PsqlOutputTest {
  private final ErrorCollector errors = new ErrorCollector(IgnoreRule.BUILT_IN);
  private final Set<Long> directives = Set.of(6L, 15262L);
  private final PsqlOutput output =
      new PsqlOutput(line -> line == 42 ? "TYPE public.kind" : "", directives::contains, errors);

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
  void pgDumpsOwnDirectivesMayBeRefused() {
    say(
        "psql:<stdin>:6: error: backslash commands are restricted; only \\unrestrict is allowed",
        "psql:<stdin>:15262: error: \\unrestrict: wrong key");

    assertThat(errors.sawNothing()).isTrue();
  }

  @Test
  void anyOtherCommandOfPsqlIsAnError() {
    say("psql:<stdin>:7: error: backslash commands are restricted; only \\unrestrict is allowed");

    assertThat(errors.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.problem().code().code()).isEqualTo("program-blocked"));
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
