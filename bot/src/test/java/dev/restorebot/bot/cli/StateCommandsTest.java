package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.SampleRehearsals;
import dev.restorebot.engine.evidence.Reports;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateCommandsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path temp;
  private Path state;

  @BeforeEach
  void folder() throws Exception {
    state = Files.createDirectory(temp.resolve("state"));
  }

  private CliRun run(String... arguments) {
    return CliRun.of(Map.of("RESTORE_BOT_STATE_DIR", state.toString()), arguments);
  }

  /** Stores a test that passed and whose sandbox is gone. */
  private static void passed(JdbcJobStore store, String id) {
    JobEvent event = new JobEvent(id, NOON, "QUEUED", Actor.BOT, "");
    Job job =
        store.insert(Job.queued(id, id + ".dump", "/b/a.dump", Actor.BOT, "x\ny\nz", NOON), event);
    for (JobState next :
        new JobState[] {
          JobState.PREPARING,
          JobState.STARTING_SANDBOX,
          JobState.RESTORING,
          JobState.VERIFYING,
          JobState.READY,
          JobState.CLEANED_UP
        }) {
      Job moved = job.become(next, NOON);
      job =
          store
              .update(
                  next == JobState.READY
                      ? moved.withOutcome(
                          Outcome.PASSED,
                          Optional.empty(),
                          Optional.of(ReportJson.write(Reports.passed("x").report().orElseThrow())))
                      : moved,
                  event)
              .orElseThrow();
    }
  }

  private static JsonNode json(CliRun run) throws Exception {
    assertThat(run.ends(0).err()).isEmpty();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void aNewStateHasNothingToShowAndNothingIsMade() throws Exception {
    assertThat(run("status").ends(0).out())
        .contains(
            "Nothing waits for anybody",
            "Run RESTORE_BOT_STATE_DIR=" + state + " restore-bot test.")
        .doesNotContain("/restore");
    assertThat(run("history").ends(0).out()).contains("No test restore has been verified yet");
    assertThat(json(run("status", "--json"))).hasSize(2);
    assertThat(state.resolve(StateFolder.DATABASE_FILE)).doesNotExist();
  }

  @Test
  void testsOfTheBotAndOfTheCommandLineAreInOneHistory() throws Exception {
    try (JdbcJobStore bot = JdbcJobStore.open(state.resolve(StateFolder.DATABASE_FILE));
        JdbcJobStore own = JdbcJobStore.open(state.resolve(CommandHistory.FILE))) {
      passed(bot, "abc234");
      passed(own, "xyz567");
    }
    assertThat(run("history").ends(0).out()).contains("abc234.dump", "xyz567.dump", "PASSED");
    assertThat(run("history", "zenops").ends(0).out()).contains("abc234.dump");
    assertThat(run("history", "other").ends(0).out()).doesNotContain("abc234.dump");
    assertThat(run("status").ends(0).out()).contains("abc234", "xyz567", "zenops");
    assertThat(run("status", "ABC234").ends(0).out()).contains("abc234.dump");
    JsonNode answer = json(run("history", "--json")).get(0);
    assertThat(answer.fieldNames())
        .toIterable()
        .containsExactly("tone", "title", "lines", "facts", "columns", "rows");
    assertThat(answer.get("rows")).hasSize(2);
  }

  @Test
  void rehearsalsAreInTheHistoryWithTheirDowntimes() throws Exception {
    try (StateDatabase database = StateDatabase.open(state.resolve(StateFolder.DATABASE_FILE))) {
      JdbcRehearsalStore store = new JdbcRehearsalStore(database);
      Optional<Duration> rto = Optional.of(Duration.ofMinutes(5));
      store.put(SampleRehearsals.ended("aaa111", "shop", NOON, Outcome.PASSED, rto));
      store.put(SampleRehearsals.ended("bbb222", "billing", NOON, Outcome.FAILED, rto));
    }
    assertThat(run("history").ends(0).out())
        .contains("The last rehearsals", "shop: 0 of 1 rehearsal within the RTO.")
        .contains("6 min 40 s, over the RTO", "billing", "FAILED");
    Map<String, String> shop =
        Map.of(
            "RESTORE_BOT_STATE_DIR", state.toString(),
            "RESTORE_BOT_DISASTER_PROJECT", "shop",
            "RESTORE_BOT_DISASTER_DATABASE", "shop");
    assertThat(CliRun.of(shop, "history", "shop").ends(0).out())
        .contains("The last rehearsals", "shop: 0 of 1 rehearsal")
        .doesNotContain("billing");
  }

  @Test
  void theStateIsReadWhileABotRunsButNotWrittenTo() throws Exception {
    try (StateFolder bot = StateFolder.open(state)) {
      assertThat(run("status").ends(0).out()).contains("Nothing waits");
      assertThat(run("history").ends(0).err()).isEmpty();
      assertThat(run("cleanup", "all").ends(2).err()).contains("is using the state folder");
      assertThat(run("drill").ends(2).err()).contains("is using the state folder");
    }
  }

  @Test
  void anUnknownJobIsRefusedWithTheCommandThatLists() {
    assertThat(run("status", "nope").ends(2).err())
        .contains("There is no job nope.")
        .contains("RESTORE_BOT_STATE_DIR=" + state + " restore-bot status");
    assertThat(run("cleanup", "nope").ends(2).err()).contains("There is no job nope.");
    assertThat(run("cleanup", "all").ends(0).out()).contains("There is no sandbox to remove");
    assertThat(run("drill").ends(2).err()).contains("No drills are configured.");
  }

  @Test
  void quietSaysNothingWhenAllIsWellAndEverythingWhenItIsNot() throws Exception {
    assertThat(run("status", "--quiet").ends(0).out()).isEmpty();
    Path cut = Files.writeString(temp.resolve("a.dump"), "PGDMP");
    assertThat(run("test", cut.toString(), "--quiet").ends(3).out()).startsWith("FAILED");
  }

  @Test
  void theNameOfADatabaseIsItsNewestBackup() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("backups"));
    Files.writeString(folder.resolve("zenops_db_2026-02-09_14-30-00.dump"), "PGDMP");
    Files.writeString(folder.resolve("zenops_db_2026-02-10_14-30-00.dump"), "PGDMP");
    Files.writeString(folder.resolve("other_db_2026-03-10_14-30-00.dump"), "PGDMP");
    Map<String, String> backups =
        Map.of(
            "RESTORE_BOT_STATE_DIR", state.toString(),
            "RESTORE_BOT_BACKUPS_FOLDERS", folder.toString());
    assertThat(CliRun.of(backups, "test", "zenops").ends(3).out())
        .contains("zenops_db_2026-02-10_14-30-00.dump");
    assertThat(CliRun.of(backups, "test", "2026-02-09").ends(3).out())
        .contains("zenops_db_2026-02-09_14-30-00.dump");
    JsonNode list =
        new ObjectMapper().readTree(CliRun.of(backups, "backups", "--json").ends(0).out());
    assertThat(list).hasSize(3);
    assertThat(list.get(0).get("name").asText()).isEqualTo("other_db_2026-03-10_14-30-00.dump");
    assertThat(list.get(0).get("sizeBytes").asLong()).isEqualTo(5);
    assertThat(list.get(0).get("takenAt").asText()).isEqualTo("2026-03-10T14:30:00Z");
  }

  @Test
  void everyCommandHasAManPageAndTheCompletionKnowsThem() throws Exception {
    Path pages = temp.resolve("shell");
    run("generate-shell-files", pages.toString()).ends(0);
    assertThat(pages.resolve("restore-bot.1"))
        .content()
        .contains(".TH \"RESTORE-BOT\" 1", ".B history", "restore\\-bot\\-disaster(1)", ".B 4")
        .doesNotContain("generate\\-shell\\-files");
    assertThat(pages.resolve("restore-bot-disaster-plan.1"))
        .content()
        .contains(".SH \"SYNOPSIS\"", ".B \\-\\-as\\-runbook", ".B FILE");
    assertThat(pages.resolve("restore-bot.bash")).content().contains("history", "--json");
    assertThat(run("generate-completion").ends(0).out()).contains("complete -F");
  }
}
