package dev.restorebot.bot.command;

import static dev.restorebot.bot.testing.Facts.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.testing.Facts;
import dev.restorebot.bot.thread.Card;
import dev.restorebot.bot.thread.Field;
import dev.restorebot.bot.thread.Tone;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CardsOfListsTest {
  private static final LastTests NO_TESTS = new LastTests(Map.of());

  @Test
  void aChoiceSaysAgeSizeAndLastTest() {
    Backup backup = backup("tiers/a.dump");
    LastTests tests =
        new LastTests(
            Map.of(
                "/b/tiers/a.dump",
                new Tested("/b/tiers/a.dump", Outcome.PASSED, NOW.minus(Duration.ofDays(3)))));
    Choice choice = BackupChoice.forTest(List.of(backup, backup("b.dump")), tests, NOW);

    assertThat(choice.options().get(0).value()).isEqualTo("tiers/a.dump");
    assertThat(choice.options().get(0).detail())
        .isEqualTo("2 h ago, 3.0 MB, encrypted; tested: passed 3 days ago");
    assertThat(choice.options().get(1).detail()).endsWith("tested: never");
    assertThat(choice.title()).hasSizeLessThanOrEqualTo(24);
    assertThat(choice.submit()).hasSizeLessThanOrEqualTo(24);
    assertThat(choice.otherwise().buttons()).hasSize(2);
  }

  @Test
  void ofManyBackupsTheNewestHundredCanBeChosen() {
    List<Backup> many = IntStream.range(0, 150).mapToObj(i -> backup(i + ".dump")).toList();
    assertThat(BackupChoice.forTest(many, NO_TESTS, NOW).options()).hasSize(100);
  }

  @Test
  void aJobOfAnotherChatSaysWhereItsThreadIs() {
    Job job = Facts.in("k3m9x2", JobState.RESTORING);
    assertThat(StatusCard.of(job, 0, "fake").lines()).isEmpty();
    assertThat(StatusCard.of(job, 0, "slack").lines()).containsExactly("Its thread is in Fake.");
  }

  @Test
  void homeSaysHowThingsStand() {
    Job passed = Facts.verified("aaa111", JobState.READY, Outcome.PASSED);
    Job running = Facts.in("bbb222", JobState.RESTORING);
    Card card =
        HomeCards.summary(List.of(running, passed), 1, "a.dump, 2 h ago", "zenops, soon", NOW);

    assertThat(card.tone()).isEqualTo(Tone.GOOD);
    assertThat(card.fields())
        .contains(
            new Field("Last passed test", Facts.BACKUP + ", just now"),
            new Field("Newest backup", "a.dump, 2 h ago"),
            new Field("Sandboxes that stand", "1"),
            new Field("Running and queued", "1 and 0"));
  }

  @Test
  void homeWithoutAPassedTestIsUnsure() {
    Card card = HomeCards.summary(List.of(), 0, "none", "none", NOW);
    assertThat(card.tone()).isEqualTo(Tone.UNSURE);
    assertThat(card.fields()).contains(new Field("Last passed test", "none that is remembered"));
  }

  private static Backup backup(String name) {
    return new Backup(
        name,
        Path.of("/b", name),
        3_000_000,
        NOW.minus(Duration.ofHours(2)),
        Optional.empty(),
        Optional.empty(),
        name.equals("tiers/a.dump"));
  }
}
