package dev.restorebot.engine.disaster.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.engine.disaster.compose.Dependencies.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependenciesTest {
  private static final String SERVICES =
      """
      {"api": {"depends_on": {
         "db": {"condition": "service_healthy", "required": true},
         "migrate": {"condition": "service_completed_successfully", "required": true},
         "tracing": {"condition": "service_started", "required": false}}},
       "migrate": {"depends_on": {"db": {"condition": "service_healthy", "required": true}}},
       "mailer": {"depends_on": {"api": {"condition": "service_healthy", "required": true}}},
       "tracing": {}, "db": {}}
      """;

  private final Dependencies dependencies = new Dependencies(json());

  private static com.fasterxml.jackson.databind.JsonNode json() {
    try {
      return new ObjectMapper().readTree(SERVICES);
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsNeededComesFirstAndWhatIsExceptedNotAtAll() {
    assertThat(dependencies.order(List.of("mailer"), List.of("db")))
        .containsExactly("migrate", "api", "mailer");
    assertThat(dependencies.order(List.of("api", "mailer"), List.of("db", "migrate")))
        .containsExactly("api", "mailer");
    assertThat(dependencies.order(List.of("mailer", "api"), List.of("db", "api")))
        .containsExactly("mailer");
    assertThat(dependencies.order(List.of("not-in-the-files"), List.of()))
        .containsExactly("not-in-the-files");
  }

  @Test
  void onlyThoseThatAreStartedAreWaitedFor() {
    List<String> all = List.of("migrate", "api", "mailer");
    assertThat(dependencies.waitedFor("migrate", all)).isEqualTo(Condition.COMPLETED);
    assertThat(dependencies.waitedFor("api", all)).isEqualTo(Condition.HEALTHY);
    assertThat(dependencies.waitedFor("mailer", all)).isEqualTo(Condition.STARTED);
    assertThat(dependencies.waitedFor("api", List.of("migrate", "api")))
        .isEqualTo(Condition.STARTED);
  }
}
