package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PsqlVersionTest {
  @ParameterizedTest
  @CsvSource({
    "psql (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1), true",
    "psql (PostgreSQL) 15.14, true",
    "psql (PostgreSQL) 15.13, false",
    "psql (PostgreSQL) 12.22, false",
    "psql (PostgreSQL) 13.22, true",
    "psql (PostgreSQL) 14.18, false",
    "psql (PostgreSQL) 16.10, true",
    "psql (PostgreSQL) 17.5, false",
    "psql (PostgreSQL) 17.6, true",
    "psql (PostgreSQL) 18beta1, true",
    "not a version, false"
  })
  void knowsWhichPsqlCanBeRestricted(String version, boolean can) {
    assertThat(PsqlVersion.canBeRestricted(version)).isEqualTo(can);
  }
}
