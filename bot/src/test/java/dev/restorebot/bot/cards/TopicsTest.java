package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.testing.Facts;
import dev.restorebot.bot.testing.FakeChat;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.state.Actor;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {
  @ParameterizedTest
  @CsvSource({
    "zenops_db_2026-02-09.sql.gz, zenops_db_2026-02-09",
    "daily/zenops_db_2026-02-09_02-30-00.dump.enc, zenops_db_2026-02-09_02-30-00",
    "weekly/shop.v2.tar, shop.v2",
    "folder/, folder/",
    ".sql, .sql",
    "notes, notes",
  })
  void aBackupIsNamedWithoutFoldersAndExtensions(String backup, String shown) {
    assertThat(Topics.of("ggsgfx", backup)).isEqualTo("Test restore " + shown + " · ggsgfx");
  }

  @Test
  void everyReplyOfATestRestoreSaysWhatItsThreadIsAbout() {
    FakeChat chat = new FakeChat();
    Job job = Facts.in("k3m9x2", JobState.CANCELLED);
    Origin origin = Origin.read(job.origin());
    try (Outbox outbox = JdbcOutbox.inMemory()) {
      outbox.posted(origin, "m0");
      try (Delivery delivery = new Delivery(List.of(chat), outbox, InstantSource.system())) {
        JobThreads threads =
            new JobThreads(
                delivery,
                any -> 0,
                new Alerts(delivery, false),
                () -> true,
                InstantSource.system());
        threads.changed(job, Facts.event(job, Actor.BOT, ""));
      }
    }

    assertThat(chat.replies(origin.headline("m0")))
        .singleElement()
        .satisfies(card -> assertThat(card.topic()).hasValue(Topics.of(job)));
  }
}
