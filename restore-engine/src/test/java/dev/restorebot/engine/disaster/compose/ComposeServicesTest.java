package dev.restorebot.engine.disaster.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.state.Json;
import org.junit.jupiter.api.Test;

class ComposeServicesTest {
  /** As Compose 2.26 prints them. */
  private static final String FILES =
      """
      {"image": "postgres:15-alpine", "volumes": [{"type": "bind", "source": "/srv/pgdata",
        "target": "/var/lib/postgresql/data", "bind": {"create_host_path": true}}]}
      """;

  private static final String WITH_OVERRIDE =
      """
      {"image": "postgres:15-alpine", "volumes": [{"type": "bind", "source": "/srv/pgdata_restored",
        "target": "/var/lib/postgresql/data", "bind": {}}]}
      """;

  private static String definition(String service) throws Exception {
    return ComposeServices.withoutStorage(Json.value(service, JsonNode.class));
  }

  @Test
  void theOverrideOfAFolderChangesNoDefinition() throws Exception {
    assertThat(definition(WITH_OVERRIDE)).isEqualTo(definition(FILES));
  }

  @Test
  void anImageOrAPathOfAMountIsPartOfTheDefinition() throws Exception {
    assertThat(definition(FILES.replace("15", "17"))).isNotEqualTo(definition(FILES));
    assertThat(definition(FILES.replace("/var/lib", "/srv"))).isNotEqualTo(definition(FILES));
  }
}
