package dev.restorebot.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cards.HeadlineCards;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.testing.FakeSandboxes;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testrestore.TestRestores;
import dev.restorebot.engine.verify.check.AllChecks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTestsTest {
  @TempDir Path temp;

  @Test
  void eachDatabaseOfABackupIsTestedInAThreadOfItsOwn() throws Exception {
    Path file =
        Files.writeString(
            temp.resolve("all.sql"),
            "--\n-- PostgreSQL database cluster dump\n--\n\\connect postgres\n\\connect crm\n"
                + "CREATE TABLE t ();\n\\connect \"my db\"\nCREATE TABLE u ();\n"
                + "--\n-- PostgreSQL database cluster dump complete\n--\n");
    var settings =
        SettingsLoader.load(
            Optional.empty(), Map.of("RESTORE_BOT_STATE_DIR", temp.resolve("state").toString()));
    try (JobStore store = JdbcJobStore.inMemory();
        FakeSandboxes sandboxes = new FakeSandboxes();
        TestRestores engine =
            new TestRestores(
                store,
                sandboxes,
                () -> EngineFactory.reader(settings),
                AllChecks::verifier,
                () -> EngineFactory.runSettings(settings, store.owner(), true),
                Clock.systemUTC())) {
      engine.addListener(new DatabaseTests(engine));
      engine.start();
      Job asked =
          engine.submitTest(
              "all.sql", file, new Actor("fake:U1", "Asha"), "fake\nops\nfirst thread");

      List<Job> jobs =
          Eventually.get(
              "tests that ended",
              () -> engine.recentJobs(10).toList(),
              all -> all.size() == 3 && all.stream().allMatch(job -> job.outcome().isPresent()));

      List<Job> databases = jobs.stream().filter(job -> job.database().isPresent()).toList();
      assertThat(databases)
          .extracting(Job::title)
          .containsExactlyInAnyOrder("all.sql (database crm)", "all.sql (database my db)");
      assertThat(databases).extracting(Job::requestedBy).containsOnly(asked.requestedBy());
      assertThat(databases)
          .allSatisfy(job -> assertThat(job.origin()).startsWith("fake\nops\n"))
          .extracting(job -> Origin.read(job.origin()).thread())
          .doesNotHaveDuplicates()
          .doesNotContain("first thread");
      Job whole = engine.job(asked.id()).orElseThrow();
      assertThat(HeadlineCards.of(whole, Optional.empty(), 0).title())
          .isEqualTo("all.sql contains several databases: each is tested in a thread of its own");
    }
  }
}
