package dev.restorebot.engine.verify.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.sandbox.server.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptOutputTest {
  @TempDir Path folder;

  private final Secret password = Secret.random();

  private ScriptOutput output(String script) throws Exception {
    Path file = Files.writeString(folder.resolve("smoke.sql"), script);
    return ScriptOutput.of(List.of(file), password);
  }

  @Test
  void showsTheScriptsOwnWordsAndNumbersAndMasksTheRest() throws Exception {
    ScriptOutput output = output("RAISE EXCEPTION 'user % has no Orders since %', id, day;");

    assertThat(output.masked("user 42 has no orders since 2026-11-28"))
        .isEqualTo("user 42 has no orders since 2026-11-28");
    assertThat(output.masked("user Ann Zoë <ann.zoe@mail.example> has 1234567890 orders"))
        .isEqualTo("user *** *** <***.***@***.***> has *** orders");
  }

  @Test
  void neverShowsThePasswordNorWordsBesideASecret() throws Exception {
    ScriptOutput output = output("API_KEY=hunter\nPASSWORD=tulip\n" + password.value() + "\n");

    assertThat(output.masked("hunter tulip " + password.value())).isEqualTo("*** *** ***");
  }

  @Test
  void masksEveryWordWhereTheScriptIsNoText() throws Exception {
    assertThat(output("ELF\0 ann").masked("ann: 3 tests failed")).isEqualTo("***: 3 tests failed");
    assertThat(ScriptOutput.of(List.of(folder.resolve("none")), password).masked("ann"))
        .isEqualTo("***");
  }

  @Test
  void keepsTheLastThreeLinesCut() throws Exception {
    ScriptOutput output = output("a b c d");
    assertThat(output.shown()).isEmpty();
    for (String line : List.of("a", "b", "", "c", "d".repeat(3) + " ok".repeat(100))) {
      output.line(line);
    }

    assertThat(output.shown()).startsWith("; its last lines: b; c; *** ok ok").endsWith("…");
  }
}
