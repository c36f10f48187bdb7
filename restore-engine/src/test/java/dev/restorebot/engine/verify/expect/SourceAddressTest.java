package dev.restorebot.engine.verify.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://backup:s3cret@db/app",
        "postgresql://backup:@db/app",
        "postgres://backup:s3/cret@db:5432/app",
        "postgres://backup:s3@cret@db:5432/app",
        "postgresql://backup:123/s3cret@db/app",
        "postgresql://backup@db/app?password=s3cret",
        "postgresql://backup@db/app?sslmode=require&sslpassword=s3cret",
        "backup:s3cret@db/app",
      })
  void aPasswordInTheUrlIsRefusedAndNotRepeated(String url) {
    assertThatThrownBy(() -> SourceAddress.of(url, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PGPASSWORD")
        .hasMessageNotContaining("cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app",
        "jdbc:postgresql://db/app",
        "postgresql://db",
        "postgresql://db/",
        "postgresql://backup:s3?cret/app",
        "postgresql://db/app?options=-c%20x",
        "postgresql://db/app?sslmode",
      })
  void whatIsNoUrlOfADatabaseIsRefusedAndNotRepeated(String url) {
    assertThatThrownBy(() -> SourceAddress.of(url, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("URL of the database")
        .hasMessageNotContaining("cret");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://backup@db:5433/app, jdbc:postgresql://db:5433/app, backup",
    "postgres://db/app, jdbc:postgresql://db/app, by-variable",
    "postgresql:///app, jdbc:postgresql://localhost/app, by-variable",
    "postgresql://back%40up+1@[::1]:5432/my%20app, jdbc:postgresql://[::1]:5432/my%20app,"
        + " back@up+1",
    "postgresql://u@db/app?sslrootcert=/a:b@c, jdbc:postgresql://db/app, u",
  })
  void aUrlIsReadAsLibpqDoes(String url, String jdbc, String user) {
    SourceAddress address =
        SourceAddress.of(url, Map.of("PGUSER", "by-variable", "PGPASSWORD", "s3cret"));

    assertThat(address.jdbcUrl()).isEqualTo(jdbc);
    assertThat(address.property("user")).isEqualTo(user);
    assertThat(address.property("password")).isEqualTo("s3cret");
  }

  @Test
  void theUrlComesBeforeTheVariables() {
    Map<String, String> environment = Map.of("PGSSLMODE", "require", "PGSSLROOTCERT", "/ca.crt");
    SourceAddress address =
        SourceAddress.of("postgresql://u@db/app?sslmode=verify-full", environment);

    assertThat(address.property("sslmode")).isEqualTo("verify-full");
    assertThat(address.property("sslrootcert")).isEqualTo("/ca.crt");
  }
}
