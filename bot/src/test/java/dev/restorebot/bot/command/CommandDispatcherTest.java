package dev.restorebot.bot.command;

import static dev.restorebot.bot.testing.Facts.ASHA;
import static dev.restorebot.bot.testing.Facts.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.folder.FolderSource;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandDispatcherTest {
  private static final String GOOD = "sampleapp_db_2026-11-01_02-30-00.dump";
  private static final String TEST_GOOD = "test " + GOOD;

  @TempDir Path folder;
  private DeskUnderTest desk;

  @BeforeEach
  void start() throws Exception {
    SampleBackups.unpack(folder);
    desk = new DeskUnderTest(folder);
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  @Test
  void aThreadTellsTheStoryInOrder() {
    var unused = desk.type(ASHA, TEST_GOOD);
    Job job = desk.newest(JobState.READY);

    assertThat(desk.chat.posts().get(0).card().title()).isEqualTo("Test restore of " + GOOD);
    Eventually.get(
        "the verdict",
        () -> desk.chat.shown(desk.thread(job)).title(),
        title -> title.equals("COULD NOT VERIFY " + GOOD));
    assertThat(desk.reply(job, "Inspect the restored database").code()).hasSize(1);
    assertThat(desk.chat.titles(desk.thread(job)))
        .containsExactly(
            "The whole backup can be read",
            "Sandbox started",
            "Restored with no significant errors",
            "Verification: COULD NOT VERIFY",
            "Inspect the restored database");
  }

  @Test
  void withoutANameTheNewestAreOffered() {
    Card card = desk.answer(ASHA, "test");

    assertThat(card.table().orElseThrow().rows()).hasSize(5);
    assertThat(card.buttons()).hasSize(5).allMatch(button -> button.label().length() <= 40);
    assertThat(card.buttons().get(0).label())
        .startsWith("Latest: ")
        .endsWith("11-22_02-30-00.dump.enc");
    assertThat(card.buttons().get(0).style()).isEqualTo(Button.Style.PRIMARY);
    assertThat(desk.engine.recentJobs(5).toList()).isEmpty();

    Button good = card.buttons().get(3);
    var unused = desk.press(ASHA, good.action(), good.value());
    assertThat(desk.newest(JobState.READY).backup()).isEqualTo(GOOD);
  }

  @Test
  void latestIsTheNewest() {
    var unused = desk.type(ASHA, "test latest");
    assertThat(desk.newest(JobState.READY).backup()).contains("2026-11-22");
  }

  @Test
  void aDatabaseMeansItsNewestBackup() throws Exception {
    Path good = folder.resolve(GOOD);
    for (String name : List.of("other_db_2026-12-01_02-30-00.dump", "sampleapp")) {
      Files.copy(good, folder.resolve(name));
    }
    Files.setLastModifiedTime(folder.resolve("sampleapp"), FileTime.from(Instant.EPOCH));
    for (String text :
        List.of(
            "test database:SampleApp", "test latest database:sampleapp quick", "test SAMPLEAPP")) {
      var unused = desk.type(ASHA, text);
      Job job = desk.newest(JobState.READY);
      assertThat(job.backup()).as(text).isEqualTo("sampleapp_db_2026-11-22_02-30-00.dump.enc");
      unused = desk.press(ASHA, Action.CLEANUP, job.id());
      desk.await(job, JobState.CLEANED_UP);
    }
    var unused = desk.type(ASHA, "test sampleapp");
    assertThat(desk.newest(JobState.READY).backup()).isEqualTo("sampleapp");
  }

  @Test
  void aDatabaseIsFoundByTheContentOfBackupsWhoseNamesDoNotSay() throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        if (!file.endsWith(GOOD)) {
          Files.delete(file);
        }
      }
    }
    Files.move(folder.resolve(GOOD), folder.resolve("nightly"));
    assertThat(desk.answer(ASHA, "test database:nothere").title())
        .startsWith("There is no backup of the database nothere.");
    assertThat(desk.answer(ASHA, "test sampleapp").title()).startsWith("There is no backup called");
    var unused = desk.type(ASHA, "test database:sampleapp");
    assertThat(desk.newest(JobState.READY).backup()).isEqualTo("nightly");
  }

  @Test
  void databasesAreCompletedWhereThereAreSeveral() throws Exception {
    BackupCatalog backups =
        new BackupCatalog(
            List.of(new FolderSource(folder, BackupNames.usual(ZoneOffset.UTC))), Duration.ZERO);
    assertThat(BackupWords.all(backups))
        .startsWith("latest", "sampleapp_db_2026-11-22_02-30-00.dump.enc");
    Files.copy(folder.resolve(GOOD), folder.resolve("other_db_2026-12-01_02-30-00.dump"));
    backups.refresh();
    List<String> words = BackupWords.all(backups);
    assertThat(words)
        .startsWith(
            "latest", "database:other", "database:sampleapp", "other_db_2026-12-01_02-30-00.dump");
    assertThat(
            new Completer(new Completer.Names(() -> words, List::of, List::of, target -> List.of()))
                .complete("test data"))
        .containsExactly("test database:other", "test database:sampleapp");
  }

  @Test
  void usageErrorsStartNothing() {
    for (String text : List.of("tset", "extend k3m9x2 soon", "cancel", "test -rf", "test \"a")) {
      Card card = desk.answer(ASHA, text);
      assertThat(card.title()).isEqualTo("Nothing was started");
      assertThat(card.lines()).hasSize(2);
    }
    assertThat(desk.answer(ASHA, "help").title()).isEqualTo("Commands");
    assertThat(desk.chat.attempts()).isZero();
  }

  @Test
  void anUnknownBackupAndAnUnknownJob() {
    Card backup = desk.answer(ASHA, "test none.dump");
    assertThat(backup.tone()).isEqualTo(Tone.WARN);
    assertThat(backup.lines().get(0)).isNotBlank();
    for (String text :
        List.of(
            "status k3m9x2",
            "cancel k3m9x2",
            "cleanup k3m9x2",
            "extend k3m9x2 2h",
            "connect k3m9x2")) {
      assertThat(desk.answer(ASHA, text).title()).isEqualTo("There is no job with this ID");
    }
    assertThat(desk.press(ASHA, Action.CLEANUP, "k3m9x2").first().title())
        .isEqualTo("There is no job with this ID");
    assertThat(desk.press(ASHA, Action.UNKNOWN, "k3m9x2").first().title())
        .isEqualTo("This action is no longer available");
  }

  @Test
  void aButtonThatHoldsACommandIsAnsweredAsIfItWereTyped() {
    assertThat(desk.press(ASHA, Action.COMMAND, "status").first())
        .isEqualTo(desk.answer(ASHA, "status"));
    assertThat(desk.press(ASHA, Action.COMMAND, "cancel k3m9x2").first().title())
        .isEqualTo("There is no job with this ID");
    assertThat(desk.press(ASHA, Action.COMMAND, "tset").first().title())
        .isEqualTo("Nothing was started");
  }

  @Test
  void whatWasProbablyMeantIsAButton() {
    Button typo = desk.answer(ASHA, "tset " + GOOD).buttons().get(0);
    assertThat(typo.action()).isEqualTo(Action.COMMAND);
    assertThat(typo.value()).isEqualTo("test " + GOOD);
    Button name = desk.answer(ASHA, "inspect " + GOOD + "x").buttons().get(0);
    assertThat(name.value()).isEqualTo("inspect " + GOOD);
    assertThat(desk.press(ASHA, name.action(), name.value()).first().title()).isEqualTo(GOOD);
  }

  @Test
  void aPartOfANameThatOnlyOneBackupHasIsEnough() {
    String part = GOOD.substring(3, GOOD.length() - 3);
    assertThat(desk.answer(ASHA, "inspect " + part).title()).isEqualTo(GOOD);
  }

  @Test
  void helpExplainsOneCommand() {
    assertThat(desk.answer(ASHA, "help test").title()).isEqualTo("/restore test");
    assertThat(desk.answer(ASHA, "help tset").buttons().get(0).value()).isEqualTo("help test");
  }

  @Test
  void lists() {
    assertThat(desk.answer(ASHA, "backups").table().orElseThrow().rows()).hasSize(5);
    assertThat(desk.answer(ASHA, "backups refresh").table().orElseThrow().rows()).hasSize(5);
    assertThat(desk.answer(ASHA, "backups --check").title())
        .contains("of 7 best practices are met");
    var status = desk.type(ASHA, "status");
    assertThat(Eventually.get("two answers", status::all, all -> all.size() == 2))
        .extracting(Card::title)
        .containsExactly("Nothing waits for anybody, and no services were stopped", "No jobs yet");
    assertThat(desk.answer(ASHA, "inspect " + GOOD).fields()).isNotEmpty();
    assertThat(desk.answer(ASHA, "cleanup all").title())
        .isEqualTo("There is no sandbox to clean up");
  }

  @Test
  void twoPeopleCleanUpTheSameSandbox() {
    Job job = ready();
    List<DeskUnderTest.Answered> both =
        List.of(
            desk.press(ASHA, Action.CLEANUP, job.id()), desk.press(BEN, Action.CLEANUP, job.id()));
    desk.await(job, JobState.CLEANED_UP);

    List<Card> answers =
        Eventually.get(
            "an answer for the second",
            () -> both.stream().flatMap(answered -> answered.all().stream()).toList(),
            cards -> cards.size() == 1);
    assertThat(answers.get(0).lines()).containsExactly("It was already removed.");
    desk.reply(job, "Cleaned up");
    assertThat(desk.chat.titles(desk.thread(job))).containsOnlyOnce("Cleaned up");
    assertThat(desk.sandboxes.standing()).isEmpty();
    assertThat(desk.answer(ASHA, "cancel " + job.id()).lines())
        .containsExactly("There is nothing left to stop.");
    assertThat(desk.answer(ASHA, "extend " + job.id() + " 2h").title())
        .contains("no running sandbox");
  }

  @Test
  void aLoginNeedsASandboxThatStandsAndAServerThatAnswers() {
    desk.sandboxes.closeGate();
    var unused = desk.type(ASHA, TEST_GOOD);
    Job job = desk.newest(JobState.RESTORING);
    assertThat(desk.answer(BEN, "connect " + job.id()).lines())
        .containsExactly(
            "The test is not finished. Run the command again after the test has finished.");
    desk.sandboxes.openGate();
    Job ready = desk.newest(JobState.READY);
    Button offered = desk.reply(ready, "Inspect the restored database").buttons().get(0);
    assertThat(desk.press(BEN, offered.action(), offered.value()).first().title())
        .startsWith("The sandbox's server did not create the login");
    assertThat(desk.chat.titles(desk.thread(ready))).doesNotContain("Read-only login given");
    var unusedCleanup = desk.type(ASHA, "cleanup " + job.id());
    desk.await(ready, JobState.CLEANED_UP);
    Card gone = desk.answer(BEN, "connect " + job.id());
    assertThat(gone.title()).contains("no running sandbox");
    assertThat(gone.buttons()).containsExactly(Button.of(Action.TEST, GOOD, "Test again"));
  }

  @Test
  void aSandboxThatCannotBeRemovedStaysAndCanBeTriedAgain() {
    Job job = ready();
    desk.sandboxes.stick(true);
    Card card = desk.press(ASHA, Action.CLEANUP, job.id()).first();
    assertThat(card.lines().get(0)).startsWith("docker rm -f");
    assertThat(desk.engine.job(job.id()).orElseThrow().state()).isEqualTo(JobState.READY);

    desk.sandboxes.stick(false);
    Card question = desk.answer(ASHA, "cleanup all");
    assertThat(question.title()).isEqualTo("Remove 1 sandbox?");
    assertThat(question.lines()).anyMatch(line -> line.contains(job.id()));
    assertThat(desk.engine.job(job.id()).orElseThrow().state()).isEqualTo(JobState.READY);
    Button yes = question.buttons().get(0);
    assertThat(desk.press(ASHA, yes.action(), yes.value()).first().title())
        .isEqualTo("1 of 1 sandboxes removed");
    desk.await(job, JobState.CLEANED_UP);
  }

  @Test
  void whatIsQueuedCanBeCancelled() {
    Job running = held();
    var unused = desk.type(BEN, "test latest");
    Job queued = desk.newest(JobState.QUEUED);
    assertThat(desk.answer(ASHA, "status " + queued.id()).lines())
        .containsExactly("1 job ahead in the queue.");

    assertThat(desk.answer(ASHA, "cancel " + queued.id()).title()).contains("is being cancelled");
    desk.await(queued, JobState.CANCELLED);
    assertThat(desk.reply(queued, "Cancelled").lines())
        .containsExactly("By Asha.", "Nothing is left running.");
    assertThat(desk.engine.job(running.id()).orElseThrow().state()).isEqualTo(JobState.RESTORING);
  }

  @Test
  void whatRunsIsCancelledAndItsThreadSaysByWhom() {
    Job job = held();
    assertThat(desk.answer(ASHA, "cleanup " + job.id()).lines().get(0)).contains("still running");
    assertThat(desk.press(BEN, Action.CANCEL, job.id()).first().title())
        .contains("is being cancelled");
    desk.await(job, JobState.CANCELLED);

    assertThat(desk.reply(job, "Cancelled").lines())
        .containsExactly("By Ben.", "Nothing is left running.");
    assertThat(desk.reply(job, "Ben asked to cancel it")).isNotNull();
    assertThat(desk.sandboxes.standing()).isEmpty();
  }

  @Test
  void aCancelledJobWhoseSandboxIsStuckSaysHowToRemoveIt() {
    Job job = held();
    desk.sandboxes.stick(true);
    desk.press(BEN, Action.CANCEL, job.id()).first();
    desk.await(job, JobState.CANCELLED);

    assertThat(desk.reply(job, "Cancelled").lines())
        .containsExactly(
            "By Ben.",
            "Its sandbox could not be removed. What to do: docker rm -f"
                + " restore-bot-restore-test-"
                + job.id());
  }

  @Test
  void aSandboxIsNotKeptBeyondTheLongest() {
    Job job = ready();
    var unused = desk.type(BEN, "extend " + job.id() + " 2h");
    assertThat(desk.reply(job, "Sandbox extended").lines().get(0)).startsWith("Ben ");
    var more = desk.type(BEN, "extend " + job.id() + " 90d");

    Job longest =
        Eventually.get(
            "the longest",
            () -> desk.engine.job(job.id()).orElseThrow(),
            now -> now.expiresAt().equals(now.sandbox().map(SandboxInfo::deadline)));
    Eventually.get(
        "its reply",
        () -> desk.reply(longest, "Sandbox extended").lines().get(0),
        line -> line.contains("It cannot be extended further"));
    assertThat(Eventually.get("its answer", more::all, all -> !all.isEmpty()))
        .singleElement()
        .satisfies(
            card -> assertThat(card.title()).startsWith("Sandbox " + job.id() + " is kept until "));
  }

  @Test
  void aChatThatWillNeverTakeItStartsNothing() {
    desk.chat.refuse("post", false);
    assertThat(desk.answer(ASHA, TEST_GOOD).title()).contains("nothing was started");
    assertThat(desk.engine.recentJobs(5).toList()).isEmpty();
  }

  @Test
  void aChatThatIsAwayHoldsUpNoRestore() {
    desk.chat.refuse("post", true);
    var answered = desk.type(ASHA, TEST_GOOD);
    Job job = desk.newest(JobState.READY);
    assertThat(desk.chat.posts()).isEmpty();
    assertThat(answered.all()).isEmpty();

    desk.chat.takeAgain();
    assertThat(desk.reply(job, "Inspect the restored database").code()).hasSize(1);
    assertThat(desk.chat.posts()).hasSize(1);
  }

  @Test
  void whoeverAnswersIsToldThatNothingMoreComes() {
    var answered = desk.type(ASHA, "help");
    Eventually.get("the end", answered::ended, ended -> ended == 1);
    assertThat(answered.all()).hasSize(1);
    assertThat(Eventually.get("the end", desk.press(ASHA, Action.UNKNOWN, "x")::ended, n -> n == 1))
        .isOne();
  }

  @Test
  void theLastTestOfABackupIsListed() {
    Job job = ready();
    Card list = desk.answer(ASHA, "backups");
    assertThat(list.table().orElseThrow().columns()).endsWith("Last test");
    assertThat(list.table().orElseThrow().rows())
        .filteredOn(row -> row.get(0).equals(job.backup()))
        .allMatch(row -> row.get(4).equals("could not verify just now"))
        .hasSize(1);
    assertThat(list.table().orElseThrow().rows())
        .filteredOn(row -> !row.get(0).equals(job.backup()))
        .allMatch(row -> row.get(4).equals("never"));
  }

  private Job ready() {
    var unused = desk.type(ASHA, TEST_GOOD);
    return desk.newest(JobState.READY);
  }

  /** A job that is held in the middle. */
  private Job held() {
    desk.sandboxes.closeGate();
    var unused = desk.type(ASHA, TEST_GOOD);
    return desk.newest(JobState.RESTORING);
  }
}
