package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.bot.story.ChangedDumps;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.testing.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code restore-bot test} does with real servers, wherever they run. */
abstract class TestCommandContract {
  static final String GOOD = "sampleapp_db_2026-11-01_02-30-00.dump";
  static final String BAD_CONTENT = "sampleapp_db_2026-11-15_02-30-00.no-users.dump";
  static final String KEY = "demo-key-not-a-secret";

  @TempDir Path folder;
  private final OwnSandboxes own = new OwnSandboxes(runtime());

  @BeforeEach
  void unpack() throws Exception {
    SampleBackups.unpack(folder);
  }

  @AfterEach
  void clear() throws Exception {
    own.clear();
  }

  /** Where the sandboxes run. */
  abstract String runtime();

  @Test
  void aLevelIsGivenOnTheCommandLine() throws Exception {
    JsonNode deep = JsonReport.of(test(Map.of(), GOOD, "--json", "--level", "deep").ends(0).out());
    assertThat(deep.get("level").asText()).isEqualTo("deep");
    assertThat(status(deep, "btrees")).isEqualTo("passed");
    assertThat(status(deep, "table-fingerprints")).isEqualTo("passed");
    assertThat(deep.get("fingerprints").size()).isEqualTo(deep.get("tables").size());
    assertThat(deep.at("/schema/objects").size()).isGreaterThan(20);
    assertThat(own.existing()).isEmpty();
  }

  @Test
  void aBackupWhoseContentIsWrongFailsAndSaysSoBeforeItsSandboxIsRemoved() throws Exception {
    List<String> atVerdict = new ArrayList<>();
    CliRun run =
        CliRun.of(
                environment(expectations()),
                () -> atVerdict.addAll(existing()),
                arguments(BAD_CONTENT, "--json"))
            .ends(1);
    assertThat(atVerdict).isNotEmpty();

    JsonNode report = JsonReport.of(run.out());
    assertThat(report.get("outcome").asText()).isEqualTo("FAILED");
    assertThat(status(report, "key-tables")).isEqualTo("failed");
    assertThat(status(report, "alembic")).isEqualTo("failed");
    assertThat(status(report, "tables")).isEqualTo("passed");
    assertThat(report.at("/sandbox/runtime").asText()).isEqualTo(runtime());
    assertThat(report.at("/sandbox/expiresAt").isNull()).isTrue();
    assertThat(own.existing()).isEmpty();
  }

  @Test
  void theValuesOfARefusedRowAreInNoOutput() throws Exception {
    String name = "leaky_db_2026-11-24_02-30-00.sql";
    Files.writeString(folder.resolve(name), ChangedDumps.refusedRows("alice.secret@example.org"));
    for (String option : new String[] {"--json", "--keep"}) {
      CliRun run = test(Map.of(), name, option).ends(1);
      assertThat(run.out()).contains("COPY users, line 2, column id", "key (assignment_code)");
      assertThat(run.out() + run.err()).doesNotContain("alice");
    }
  }

  @Test
  void aGoodBackupPassesAndItsSandboxIsLookedIntoAndRemovedWithTheCommandsShown() throws Exception {
    CliRun run = test(Map.of(), GOOD, "--keep").ends(0);
    assertThat(run.out())
        .startsWith("PASSED  ")
        .contains("public.users", "1,926", "SHA-256", "Took")
        .doesNotContain("FAILED");
    assertThat(run.out()).contains("Proves: ", "Does not prove: ", "skipped checks, each of");
    assertThat(run.err())
        .contains("Reading the backup", "Starting a sandbox", "Restoring", "Verifying");

    Assumptions.assumeTrue(Shell.canRun(runtime()), "the docker command is not installed here");
    List<String> lines = run.out().lines().map(String::strip).toList();
    int look = lines.indexOf("The sandbox is still running. To inspect it:");
    assertThat(look).as(run.out()).isPositive();
    assertThat(own.existing()).isNotEmpty();

    String psql = lines.get(look + 1).replace("docker exec -it", "docker exec -i");
    assertThat(Shell.run(psql + " -Atc 'SELECT count(*) FROM users'")).isEqualTo("25");
    String[] connect = lines.get(look + 3).split(" ", -1);
    CliRun login = CliRun.of(environment(Map.of()), connect[1], connect[2]).ends(0);
    assertThat(login.out())
        .startsWith("Your read-only login to the database sampleapp")
        .containsPattern("psql -h 127.0.0.1 -p \\d+ -U restore_bot_login_\\w+ -d sampleapp");
    assertThat(CliRun.of(environment(Map.of()), "connect", "nojob1").ends(2).err())
        .contains("There is no job nojob1");
    assertThat(lines.get(look + 4)).startsWith("Remove it");
    for (String remove : lines.subList(look + 5, lines.size())) {
      var unused = Shell.run(remove);
    }
    assertThat(own.existing()).isEmpty();
  }

  /** Runs it with a prefix of its own. */
  CliRun test(Map<String, String> more, String name, String... options) {
    return CliRun.of(environment(more), arguments(name, options));
  }

  private List<String> existing() {
    try {
      return own.existing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    own.environment().forEach(environment::putIfAbsent);
    return environment;
  }

  private String[] arguments(String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of("test", file(name)));
    arguments.addAll(List.of("--runtime", runtime()));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }

  String file(String name) {
    return folder.resolve(name).toString();
  }

  OwnSandboxes own() {
    return own;
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
