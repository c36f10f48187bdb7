package dev.restorebot.engine.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LastErrorTest {
  @Test
  void prefersTheLastFatalLine() {
    assertThat(
            LastError.of(
                List.of(
                    "2026-11-28 10:00:00.000 UTC [1] FATAL:  the first",
                    "2026-11-28 10:00:00.000 UTC [1] FATAL:  could not access file \"anon\": No"
                        + " such file or directory",
                    "2026-11-28 10:00:00.000 UTC [1] LOG:  database system is shut down")))
        .hasValue("could not access file \"anon\": No such file or directory");
  }

  @Test
  void prefersTheWrongSettingToTheFileThatItIsIn() {
    assertThat(
            LastError.of(
                List.of(
                    "2026-11-28 10:00:00.000 UTC [1] LOG:  unrecognized configuration parameter"
                        + " \"nonsense\" in file \"/d/postgresql.conf\" line 800",
                    "2026-11-28 10:00:00.000 UTC [1] FATAL:  configuration file"
                        + " \"/d/postgresql.conf\" contains errors")))
        .hasValueSatisfying(said -> assertThat(said).startsWith("unrecognized configuration"));
  }

  @Test
  void elseTakesTheLastLineThatSpeaksOfAnError() {
    assertThat(
            LastError.of(
                List.of(
                    "initdb: error: could not create directory \"/data\": Permission denied",
                    "bye")))
        .hasValue("initdb: error: could not create directory \"/data\": Permission denied");
    assertThat(LastError.of(List.of("hello", " "))).hasValue("hello");
    assertThat(LastError.of(List.of())).isEmpty();
  }

  @Test
  void masksSecretsAndShortensTheLine() {
    assertThat(
            LastError.after(
                List.of("error: POSTGRES_PASSWORD=hunter2 at postgres://u:hunter3@h/d failed")))
        .isEqualTo(": error: POSTGRES_PASSWORD=*** at postgres://u:***@h/d failed");
    assertThat(LastError.of(List.of("error " + "x".repeat(9_000))).orElseThrow()).hasSize(301);
  }
}
