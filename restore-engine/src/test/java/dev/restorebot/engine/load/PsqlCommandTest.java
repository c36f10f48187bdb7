package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PsqlCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '§',
      value = {
        "\\connect -reuse-previous=on \"dbname='App-Prod'\" ~ OWN",
        "\\encoding SQL_ASCII ~ OWN",
        "\\unrestrict abc ~ OWN",
        "\\! touch x ~ PROGRAM",
        "\\!touch x ~ PROGRAM",
        "\\copy t from program 'x' ~ PROGRAM",
        "\\COPY t from 'x' ~ PROGRAM",
        "\\o | x ~ PROGRAM",
        "\\g | x ~ PROGRAM",
        "\\gx |x ~ PROGRAM",
        "\\set a `x` ~ PROGRAM",
        "\\echo `x` ~ PROGRAM",
        "\\lo_import /etc/passwd ~ PROGRAM",
        "\\i other.sql ~ INCLUDE",
        "\\ir other.sql ~ INCLUDE",
        "\\set ON_ERROR_STOP on ~ DISPLAY",
        "\\echo Hello ~ DISPLAY",
        "\\timing ~ DISPLAY",
        "\\dt+ ~ DISPLAY",
        "\\gexec ~ OTHER",
        "\\if :x ~ OTHER",
        "\\1\tBob ~ OTHER",
        "\\ ~ OTHER"
      })
  void isSortedByWhatItAsksFor(String command, PsqlCommand.Kind kind) {
    assertThat(PsqlCommand.of(command).kind()).isEqualTo(kind);
  }
}
