package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.testing.RequiresDocker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@RequiresDocker
@Tag("docker")
class TestCommandDockerIT extends TestCommandContract {
  @Override
  String runtime() {
    return "docker";
  }

  @Test
  void plainSqlPasses() throws Exception {
    CliRun run = test(expectations(), "sampleapp_db_2026-11-01_02-30-00.sql.gz", "--json").ends(0);
    JsonNode report = JsonReport.of(run.out());
    assertThat(report.get("outcome").asText()).isEqualTo("PASSED");
    assertThat(report.at("/backup/format").asText()).isEqualTo("plain");
    assertThat(own().existing()).isEmpty();
  }

  @Test
  void anEncryptedBackupPassesWithItsKey() throws Exception {
    Map<String, String> key = Map.of("BACKUP_ENCRYPTION_KEY", KEY);
    CliRun run = test(key, "sampleapp_db_2026-11-22_02-30-00.dump.enc", "--json").ends(0);
    JsonNode report = JsonReport.of(run.out());
    assertThat(report.at("/backup/encrypted").asBoolean()).isTrue();
    assertThat(report.get("tables")).hasSize(5);
    assertThat(own().existing()).isEmpty();
  }

  @Test
  void aBackupThatIsCutOffNeedsNoServer() throws Exception {
    CliRun run = test(expectations(), "sampleapp_db_2026-11-08_02-30-00.cut-off.dump").ends(3);
    assertThat(run.out()).startsWith("FAILED");
    assertThat(run.err()).doesNotContain("sandbox");
  }

  @Test
  void withoutDockerNothingIsKnown() throws Exception {
    Map<String, String> closed = Map.of("RESTORE_BOT_SANDBOX_DOCKER_HOST", "tcp://127.0.0.1:1");
    CliRun people = test(closed, GOOD).ends(4);
    assertThat(people.out())
        .startsWith("COULD NOT VERIFY")
        .contains("Docker does not answer", "What to do: Start Docker")
        .doesNotContain("PASSED", "FAILED");
    JsonNode report = JsonReport.of(test(closed, GOOD, "--json").ends(4).out());
    assertThat(report.get("outcome").asText()).isEqualTo("COULD_NOT_VERIFY");
    assertThat(JsonReport.problem(report)).isEqualTo("docker-unreachable");
  }

  @Test
  void whatPeopleReadOfAFailure() throws Exception {
    String out = test(expectations(), BAD_CONTENT).ends(1).out();
    List<String> lines = out.lines().toList();
    assertThat(lines.get(0)).startsWith("FAILED  Do not rely on ");
    assertThat(out).contains("users", "0005_add_document_categories", "What to do: ");
  }

  @Test
  void theRunbooksCommandLeavesTheSandbox() throws Exception {
    Map<String, String> environment = new HashMap<>(expectations());
    environment.put("MODE", "test");
    environment.put("BACKUP_FILE", file("sampleapp_db_2026-11-22_02-30-00.dump.enc"));
    environment.put("BACKUP_ENCRYPTION_KEY", KEY);
    environment.putAll(own().environment());
    CliRun run = CliRun.of(environment, "restore").ends(0);

    assertThat(run.out())
        .startsWith("PASSED")
        .contains("docker exec -it " + own().environment().get("RESTORE_BOT_SANDBOX_PREFIX"))
        .containsPattern("docker rm .*\n  docker volume rm ");
    assertThat(own().existing()).hasSize(2);
  }
}
