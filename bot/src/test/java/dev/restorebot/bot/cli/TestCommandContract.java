package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.bot.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code restore-bot test} does with real servers, wherever they run. */
abstract class TestCommandContract {
  static final String GOOD = "sampleapp_db_2026-11-01_02-30-00.dump";
  static final String BAD_CONTENT = "sampleapp_db_2026-11-22_02-30-00.dump";
  static final String KEY = "demo-key-not-a-secret";

  @TempDir Path folder;
  private final String prefix = "story-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void unpack() throws Exception {
    Samples.unpack(folder);
  }

  /** Where the sandboxes run. */
  abstract String runtime();

  /** Names of the sandboxes that exist for that prefix, running or not. */
  abstract List<String> existing(String ownPrefix) throws Exception;

  @Test
  void aGoodBackupPasses() throws Exception {
    CliRun run = test(Map.of(), GOOD).ends(0);

    assertThat(run.out())
        .startsWith("PASSED  ")
        .contains("public.users", "1,926", "SHA-256", "Took")
        .doesNotContain("FAILED");
    assertThat(run.out()).contains("skipped", "What is skipped was not checked");
    assertThat(run.err())
        .contains("Reading the backup", "Starting a sandbox", "Restoring", "Verifying");
    assertThat(existing(prefix)).isEmpty();
  }

  @Test
  void aBackupWhoseContentIsWrongFails() throws Exception {
    CliRun run = test(expectations(), BAD_CONTENT, "--json").ends(1);

    JsonNode report = JsonReport.of(run.out());
    assertThat(report.get("outcome").asText()).isEqualTo("FAILED");
    assertThat(status(report, "key-tables")).isEqualTo("failed");
    assertThat(status(report, "alembic")).isEqualTo("failed");
    assertThat(status(report, "tables")).isEqualTo("passed");
    assertThat(report.at("/sandbox/runtime").asText()).isEqualTo(runtime());
    assertThat(report.at("/sandbox/expiresAt").isNull()).isTrue();
    assertThat(existing(prefix)).isEmpty();
  }

  @Test
  void aSandboxThatIsKeptCanBeLookedIntoAndRemovedWithTheCommandsShown() throws Exception {
    Assumptions.assumeTrue(Shell.canRun(runtime()), "the docker command is not installed here");
    CliRun run = test(Map.of(), GOOD, "--keep").ends(0);
    List<String> lines = run.out().lines().map(String::strip).toList();
    int look = lines.indexOf("The sandbox is left running. Look into it:");
    assertThat(look).as(run.out()).isPositive();
    assertThat(existing(prefix)).isNotEmpty();

    String psql = lines.get(look + 1).replace("docker exec -it", "docker exec -i");
    assertThat(Shell.run(psql + " -Atc 'SELECT count(*) FROM users'")).isEqualTo("25");
    assertThat(lines.get(look + 2)).startsWith("Remove it");
    for (String remove : lines.subList(look + 3, lines.size())) {
      var unused = Shell.run(remove);
    }
    assertThat(existing(prefix)).isEmpty();
  }

  /** Runs it with a prefix of its own. */
  CliRun test(Map<String, String> more, String name, String... options) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("RESTORE_BOT_SANDBOX_PREFIX", prefix);
    environment.put("RESTORE_BOT_SANDBOX_LOCAL_BASE_DIR", base().toString());
    List<String> arguments = new java.util.ArrayList<>(List.of("test", file(name)));
    arguments.addAll(List.of("--runtime", runtime()));
    arguments.addAll(List.of(options));
    return CliRun.of(environment, arguments.toArray(String[]::new));
  }

  /** Where local sandboxes are made; a user without rights has to get there. */
  Path base() {
    return Path.of(System.getProperty("java.io.tmpdir"), prefix);
  }

  String file(String name) {
    return folder.resolve(name).toString();
  }

  boolean isGone() throws Exception {
    return existing(prefix).isEmpty();
  }

  Map<String, String> expectations() throws Exception {
    Path config = folder.resolve("restore-bot.yaml");
    Files.writeString(
        config,
        """
        databases:
          sampleapp:
            key-tables: [users, assignments, assignment_documents, notifications]
            alembic-head: 0007_add_notifications
        """);
    return Map.of("RESTORE_BOT_CONFIG", config.toString());
  }

  private static String status(JsonNode report, String check) {
    for (JsonNode each : report.get("checks")) {
      if (each.get("name").asText().equals(check)) {
        return each.get("status").asText();
      }
    }
    throw new AssertionError("no check " + check + " in " + report);
  }
}
