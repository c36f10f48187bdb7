package dev.restorebot.bot.command;

import static dev.restorebot.bot.testing.Facts.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cards.HomeCards;
import dev.restorebot.bot.cards.LastTests;
import dev.restorebot.bot.cards.ListCards;
import dev.restorebot.bot.cards.PracticeCards;
import dev.restorebot.bot.cards.StatusCard;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Fact;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.Facts;
import dev.restorebot.engine.advice.NewestTests;
import dev.restorebot.engine.advice.Practice;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupStatus;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.verify.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CardsOfListsTest {
  private static final LastTests NO_TESTS = new LastTests(new NewestTests(List.of()));

  @Test
  void aChoiceSaysAgeSizeAndLastTest() {
    Backup backup = backup("tiers/a.dump");
    LastTests tests =
        new LastTests(
            new NewestTests(
                List.of(
                    new Tested(
                        "/b/tiers/a.dump", Outcome.PASSED, NOW.minus(Duration.ofMinutes(5))))));
    Choice choice = BackupChoice.forTest(List.of(backup, backup("b.dump")), tests, NOW);

    assertThat(choice.options().get(0).value()).isEqualTo("tiers/a.dump");
    assertThat(choice.options().get(0).detail())
        .isEqualTo("2 h ago, 3.0 MB, encrypted; tested: passed 5 min ago");
    assertThat(choice.options().get(1).detail()).endsWith("tested: never");
    assertThat(choice.title()).hasSizeLessThanOrEqualTo(24);
    assertThat(choice.submit()).hasSizeLessThanOrEqualTo(24);
    assertThat(choice.otherwise().buttons()).hasSize(2);
  }

  @Test
  void theChoiceForADisasterShowsAgeSizeAndVerdictAndMarksWhatFailed() {
    LastTests tests =
        new LastTests(
            new NewestTests(
                List.of(
                    new Tested("/b/a.dump", Outcome.FAILED, NOW.minus(Duration.ofMinutes(5))))));
    Choice choice =
        BackupChoice.forTarget(TargetPurpose.DISASTER, "")
            .of(List.of(backup("a.dump"), backup("b.dump")), tests, NOW);

    assertThat(choice.options())
        .extracting(Choice.Option::label)
        .containsExactly("✕ a.dump", "b.dump");
    Card otherwise = choice.otherwise();
    assertThat(otherwise.table().orElseThrow().rows().get(0))
        .contains("a.dump", "2 h ago", "3.0 MB", "FAILED 5 min ago");
    assertThat(otherwise.buttons().get(0).label()).isEqualTo("FAILED: a.dump");
    assertThat(otherwise.buttons().get(1).label()).isEqualTo("b.dump");
    assertThat(otherwise.buttons().get(0).value()).isEqualTo("a.dump");
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
  void aListSaysWhereCopiesAreAndWhatTheScriptSaidLast() {
    Backup here = backup("a.dump");
    Backup both =
        new Backup(
            here.name(),
            here.file(),
            here.sizeBytes(),
            here.takenAt(),
            here.app(),
            here.generation(),
            true,
            List.of(remote()));
    Map<String, BackupStatus> statuses =
        Map.of(
            "backups",
            new BackupStatus(
                "success", Optional.empty(), Optional.of(NOW.minus(Duration.ofHours(2))), "ok"));

    Card card = ListCards.backups(List.of(both, remote(), here), statuses, NO_TESTS, NOW);

    assertThat(card.fields())
        .containsExactly(new Fact("Last in backups", "success, ended 2 h ago: ok"));
    assertThat(card.table().orElseThrow().columns()).contains("Where");
    assertThat(card.table().orElseThrow().rows())
        .extracting(row -> row.get(4))
        .containsExactly("here and remote", "remote", "here");
    assertThat(
            ListCards.backups(List.of(here), Map.of(), NO_TESTS, NOW)
                .table()
                .orElseThrow()
                .columns())
        .doesNotContain("Where");
  }

  private static Backup remote() {
    return new Backup(
        "off:/a.dump",
        Path.of(URI.create("rclone:/off%3A/a.dump")),
        3_000_000,
        NOW,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  @Test
  void practicesSayHowManyHold() {
    Practice holds = new Practice("sizes", Practice.Verdict.HOLDS, "They are.", "");
    Practice broken =
        new Practice("offsite", Practice.Verdict.DOES_NOT_HOLD, "None.", "Copy them.");
    Practice unknown = new Practice("tests", Practice.Verdict.NOT_KNOWN, "None yet.", "Wait.");

    assertThat(PracticeCards.of(List.of(holds)).tone()).isEqualTo(Tone.GOOD);
    assertThat(PracticeCards.of(List.of(holds)).title()).isEqualTo("1 of 1 best practices are met");
    assertThat(PracticeCards.of(List.of(holds, unknown)).tone()).isEqualTo(Tone.UNSURE);
    Card card = PracticeCards.of(List.of(holds, broken, unknown));
    assertThat(card.tone()).isEqualTo(Tone.WARN);
    assertThat(card.title()).isEqualTo("1 of 3 best practices are met, 1 is not, 1 is unknown");
    assertThat(card.fields())
        .containsExactly(
            new Fact("✔ sizes", "They are."),
            new Fact("✘ offsite", "None. What to do: Copy them."),
            new Fact("? tests", "None yet. What to do: Wait."));
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
            new Fact("Last passed test", Facts.BACKUP + ", just now"),
            new Fact("Newest backup", "a.dump, 2 h ago"),
            new Fact("Running sandboxes", "1"),
            new Fact("Running and queued", "1 and 0"));
  }

  @Test
  void homeWithoutAPassedTestIsUnsure() {
    Card card = HomeCards.summary(List.of(), 0, "none", "none", NOW);
    assertThat(card.tone()).isEqualTo(Tone.UNSURE);
    assertThat(card.fields()).contains(new Fact("Last passed test", "none on record"));
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
