package dev.restorebot.engine.verify.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.sandbox.server.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines are those of psql 15 and 17 with VERBOSITY=verbose. */
class PsqlErrorsTest {
  private final ScriptOutput output = ScriptOutput.of(List.of(), Secret.random());
  private final PsqlErrors errors = new PsqlErrors(output);

  private void read(String lines) {
    lines.lines().forEach(errors::line);
  }

  @Test
  void findsTheErrorThatEndedTheScript() {
    read(
        """
        psql:<stdin>:3: ERROR:  23505: duplicate key value violates unique constraint "t_pkey"
        DETAIL:  Key (email)=(ann@mail.example) already exists.
        SCHEMA NAME:  public
        LOCATION:  _bt_check_unique, nbtinsert.c:664
        """);

    assertThat(errors.first())
        .contains(
            new ScriptError(
                "3",
                Optional.of("23505"),
                "duplicate key value violates unique constraint \"t_pkey\""));
    assertThat(output.shown()).isEmpty();
  }

  @Test
  void tellsAnErrorOfPsqlFromOneOfTheServer() {
    read("psql:<stdin>:1: error: invalid command \\foo");

    assertThat(errors.first().orElseThrow().state()).isEmpty();
  }

  @Test
  void keepsNoticesWithoutTheirCode() {
    read(
        """
        psql:<stdin>:2: NOTICE:  00000: 12 ok
        TABLE NAME:  ok
        LOCATION:  exec_stmt_raise, pl_exec.c:3893
        """);

    assertThat(errors.first()).isEmpty();
    assertThat(output.shown()).isEqualTo("; its last lines: NOTICE: 12 ok");
  }
}
