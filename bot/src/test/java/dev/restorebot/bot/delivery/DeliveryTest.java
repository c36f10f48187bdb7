package dev.restorebot.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.bot.doctor.DeliveryDiagnostic;
import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.Facts;
import dev.restorebot.bot.testing.FakeChat;
import dev.restorebot.engine.testing.Eventually;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DeliveryTest {
  private static final Origin ONE = Facts.origin("one");
  private static final Origin TWO = Facts.origin("two");

  @TempDir Path folder;

  private final FakeChat chat = new FakeChat();
  private final AtomicReference<Instant> now = new AtomicReference<>(Facts.NOW);
  private Outbox outbox;
  private Delivery delivery;

  @BeforeEach
  void start() {
    outbox = JdbcOutbox.open(folder.resolve("state.db"));
    outbox.posted(ONE, "one");
    outbox.posted(TWO, "two");
    delivery = delivery(now::get);
    delivery.start();
  }

  @AfterEach
  void stop() {
    delivery.close();
    outbox.close();
  }

  @Test
  void repliesKeepTheirOrder() {
    IntStream.range(0, 200).forEach(i -> delivery.reply(ONE, card("reply " + i)));
    delivery.close();

    assertThat(chat.titles(Facts.ref("one")))
        .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "reply " + i).toList());
    assertThat(outbox.waiting()).isEmpty();
  }

  @Test
  void ofManyHeadlinesOneASecondIsShownAndTheNewestWins() {
    headline(ONE, "first");
    Eventually.get("the first", chat::edits, edits -> edits.size() == 1);
    IntStream.range(0, 1000).forEach(i -> delivery.headline(ONE, () -> card("at " + i), false));
    Eventually.get(
        "the newest", () -> chat.shown(Facts.ref("one")).title(), title -> title.equals("at 999"));

    List<FakeChat.Sent> edits = chat.edits();
    for (int i = 1; i < edits.size(); i++) {
      long between = edits.get(i).nanos() - edits.get(i - 1).nanos();
      assertThat(Duration.ofNanos(between)).isGreaterThan(Duration.ofMillis(950));
    }
  }

  @Test
  void whatHasToBeShownDoesNotWaitAsLongAsProgress() {
    chat.between(Duration.ofMinutes(5));
    headline(ONE, "approval needed");
    Eventually.get("the first", chat::edits, edits -> edits.size() == 1);
    delivery.headline(ONE, () -> card("at 10 %"), false);
    headline(ONE, "go or no-go");
    Eventually.get("the second", chat::edits, edits -> edits.size() == 2);

    long between = chat.edits().get(1).nanos() - chat.edits().get(0).nanos();
    assertThat(Duration.ofNanos(between)).isGreaterThan(Duration.ofMillis(950));
    assertThat(chat.shown(Facts.ref("one")).title()).isEqualTo("go or no-go");
  }

  @Test
  void aReplyDoesNotWaitForTheHeadline() {
    chat.between(Duration.ofMinutes(5));
    headline(ONE, "first");
    Eventually.get("the first", chat::edits, edits -> edits.size() == 1);
    delivery.headline(ONE, () -> card("second"), false);
    delivery.reply(ONE, card("reply"));
    Eventually.get("the reply", () -> chat.titles(Facts.ref("one")), all -> all.size() == 1);
    assertThat(chat.edits()).hasSize(1);
  }

  @Test
  void theFirstHeadlineAndThoseOfOtherJobsDoNotWait() {
    chat.between(Duration.ofMinutes(5));
    delivery.headline(ONE, () -> card("one"), false);
    delivery.headline(TWO, () -> card("two"), false);
    Eventually.get("both", chat::edits, all -> all.size() == 2);
  }

  @Test
  void whatWaitsIsBroughtOutAtTheEnd() {
    headline(ONE, "early");
    Eventually.get("the first", chat::edits, edits -> edits.size() == 1);
    delivery.headline(ONE, () -> card("PASSED"), false);
    delivery.close();

    assertThat(chat.shown(Facts.ref("one")).title()).isEqualTo("PASSED");
  }

  @Test
  void whatComesAfterTheEndIsKeptForTheNextStart() {
    delivery.close();
    delivery.reply(ONE, card("late"));
    assertThat(chat.titles(Facts.ref("one"))).isEmpty();

    restart();
    Eventually.get("the reply", () -> chat.titles(Facts.ref("one")), all -> all.contains("late"));
  }

  @Test
  void aThreadThatIsRefusedDoesNotStopOthers() {
    chat.refuse("one", false);
    headline(ONE, "refused");
    delivery.reply(ONE, card("refused"));
    delivery.headline(
        ONE,
        () -> {
          throw new IllegalStateException("a card that cannot be made");
        },
        false);
    headline(TWO, "taken");
    delivery.reply(TWO, card("taken"));
    delivery.close();

    assertThat(chat.titles(Facts.ref("one"))).isEmpty();
    assertThat(chat.titles(Facts.ref("two"))).containsExactly("taken");
    assertThat(chat.shown(Facts.ref("two")).title()).isEqualTo("taken");
    assertThat(outbox.waiting()).isEmpty();
  }

  @Test
  void whatAChatDoesNotTakeNowComesLaterInOrder() {
    chat.refuse("one", true);
    headline(ONE, "restoring");
    delivery.reply(ONE, card("first"));
    delivery.reply(ONE, card("second"));
    headline(ONE, "PASSED");
    Eventually.get("an attempt", chat::attempts, attempts -> attempts >= 2);
    assertThat(outbox.waiting()).hasSize(3);
    assertThat(outbox.count()).isEqualTo(3);

    chat.takeAgain();
    Eventually.get("both", () -> chat.titles(Facts.ref("one")), all -> all.size() == 2);
    assertThat(chat.titles(Facts.ref("one"))).containsExactly("first", "second");
    assertThat(chat.edits()).hasSize(1);
    assertThat(chat.shown(Facts.ref("one")).title()).isEqualTo("PASSED");
    Eventually.get("an empty outbox", outbox::waiting, List::isEmpty);
  }

  @Test
  void whatAChatDoesNotTakeComesAfterARestart() {
    chat.refuse("one", true);
    delivery.reply(ONE, card("first"));
    headline(ONE, "PASSED");
    delivery.reply(ONE, card("second"));
    delivery.close();
    chat.takeAgain();
    restart();

    Eventually.get("both", () -> chat.titles(Facts.ref("one")), all -> all.size() == 2);
    assertThat(chat.titles(Facts.ref("one"))).containsExactly("first", "second");
    Eventually.get("the headline", chat::edits, edits -> edits.size() == 1);
    assertThat(chat.shown(Facts.ref("one")).title()).isEqualTo("PASSED");
  }

  @Test
  void aThreadBeginsLaterWhenTheChatIsAway() throws Exception {
    chat.refuse("post", true);
    Origin origin = Origin.fresh("fake", "ops");
    delivery.begin(origin, card("asked for"));
    delivery.reply(origin, card("a reply"));
    headline(origin, "restoring");
    assertThat(chat.posts()).isEmpty();

    chat.takeAgain();
    ThreadRef posted =
        Eventually.get("the headline", chat::posts, posts -> posts.size() == 1).get(0).headline();
    assertThat(chat.shown(posted).title()).isEqualTo("restoring");
    Eventually.get("its reply", () -> chat.titles(posted), all -> all.contains("a reply"));
  }

  @Test
  void aThreadThatCanNeverBeginIsSaidAtOnce() {
    chat.refuse("post", false);
    DeliveryException refused =
        catchThrowableOfType(
            DeliveryException.class,
            () -> delivery.begin(Origin.fresh("fake", "ops"), card("asked for")));
    assertThat(refused.retryable()).isFalse();
    assertThat(outbox.waiting()).isEmpty();
  }

  @Test
  void aChatThatWantsToBeLeftAloneIsLeftAloneByAll() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(ThreadQueue.class);
    logger.addAppender(log);
    chat.pause("one", Duration.ofMillis(700));
    long begun = System.nanoTime();
    delivery.reply(ONE, card("one"));
    try { // it is logged after the pause began, and attempted before
      Eventually.get("a pause", () -> log.list, all -> !all.isEmpty());
    } finally {
      logger.detachAppender(log);
    }
    assertThat(chat.attempts()).isOne();
    chat.takeAgain();
    delivery.reply(TWO, card("two"));
    Eventually.get("the other", () -> chat.titles(Facts.ref("two")), all -> all.size() == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(Duration.ofMillis(650));
    Eventually.get("the first", () -> chat.titles(Facts.ref("one")), all -> all.size() == 1);
  }

  @Test
  void afterAWeekItIsGivenUp() {
    chat.refuse("one", true);
    now.set(Facts.NOW.plus(Duration.ofDays(8)));
    Outbox.Waiting old = outbox.addReply(ONE, card("old"), Facts.NOW);
    assertThat(old.id()).isPositive();
    restart();
    Eventually.get("an empty outbox", outbox::waiting, List::isEmpty);
    assertThat(chat.titles(Facts.ref("one"))).isEmpty();
  }

  @Test
  void whatWaitsForAChatThatIsNotSetUpStays() {
    Origin elsewhere = new Origin("slack", "C1", "three");
    Outbox.Waiting waiting =
        outbox.addReply(elsewhere, card("for slack"), Clock.systemUTC().instant());
    restart();
    delivery.reply(elsewhere, card("nobody hears"));
    assertThat(outbox.waiting()).extracting(Outbox.Waiting::id).containsExactly(waiting.id());
  }

  @Test
  void aHeadlineThatCannotBeEditedIsPostedAgainOnceAndItsThreadFollows() {
    chat.refuse("one", false);
    headline(ONE, "PASSED");
    Eventually.get("the new headline", chat::posts, posts -> posts.size() == 1);
    delivery.reply(ONE, card("report"));
    delivery.close();

    ThreadRef fresh = chat.posts().get(0).headline();
    assertThat(chat.shown(fresh).title()).isEqualTo("PASSED");
    assertThat(chat.titles(fresh)).containsExactly("report");
    assertThat(chat.attempts()).isEqualTo(3);
    assertThat(outbox.message(ONE)).contains(fresh.message());
    assertThat(outbox.waiting()).isEmpty();
  }

  @Test
  void progressThatIsRefusedIsNotWorthANewMessage() {
    chat.refuse("one", false);
    delivery.headline(ONE, () -> card("at 10 %"), false);
    delivery.close();

    assertThat(chat.attempts()).isOne();
    assertThat(chat.posts()).isEmpty();
  }

  @Test
  void aReplyThatItsThreadRefusesGoesToTheChannelAndSaysWhy() {
    headline(ONE, "Test of a.dump");
    Eventually.get("the headline", chat::edits, edits -> edits.size() == 1);
    chat.refuse("one", false);
    delivery.reply(ONE, card("Verification: PASSED"));
    delivery.close();

    assertThat(chat.posts()).hasSize(1);
    assertThat(chat.posts().get(0).card().title()).isEqualTo("Verification: PASSED");
    assertThat(chat.posts().get(0).card().lines())
        .containsExactly(
            "Posted here because the thread of \u201cTest of a.dump\u201d refused it: refused for"
                + " the test");
    assertThat(outbox.message(ONE)).contains("one");
    assertThat(outbox.waiting()).isEmpty();
  }

  @Test
  void whatNothingTakesIsKeptAndReportedOnceAndDoesNotHoldUpTheRest() {
    FakeChat console = new FakeChat("console");
    delivery.close();
    delivery =
        new Delivery(
            List.of(chat, console), outbox, now::get, Optional.of(new Origin("console", "c", "")));
    chat.refuse("one", false);
    chat.refuse("post", false);
    delivery.reply(ONE, card("Verification: PASSED"));
    headline(ONE, "PASSED");
    Eventually.get("both to be tried everywhere", chat::attempts, attempts -> attempts == 4);
    Eventually.get("the report", console::posts, posts -> posts.size() == 1);
    // In another channel: one that takes a message counts as open again, and is reported anew.
    delivery.reply(new Origin("fake", "elsewhere", "two"), card("taken"));
    Eventually.get(
        "the other",
        () -> chat.titles(new ThreadRef("fake", "elsewhere", "two")),
        all -> all.size() == 1);

    assertThat(console.posts().get(0).card().title()).startsWith("Not delivered to fake: ");
    assertThat(String.join(" ", console.posts().get(0).card().lines()))
        .contains("refused for the test", "7 days", "restore-bot doctor");
    List<Outbox.Waiting> kept =
        Eventually.get("what is kept", outbox::waiting, all -> all.size() == 2);
    assertThat(kept)
        .extracting(waiting -> waiting.card().title())
        .containsExactly("Verification: PASSED", "PASSED");

    Finding late =
        new DeliveryDiagnostic(
                folder.resolve("state.db"), () -> Facts.NOW.plus(Duration.ofMinutes(11)))
            .examine();
    assertThat(late.status()).isEqualTo(Finding.Status.WARNING);
    assertThat(late.what()).contains("2 messages", "fake");

    chat.takeAgain();
    restart();
    Eventually.get("the reply", () -> chat.titles(Facts.ref("one")), all -> all.size() == 1);
    Eventually.get("an empty outbox", outbox::waiting, List::isEmpty);
    assertThat(console.posts()).hasSize(1);
  }

  private void restart() {
    delivery.close();
    delivery = delivery(now::get);
    delivery.start();
  }

  private Delivery delivery(InstantSource clock) {
    return new Delivery(List.of(chat), outbox, clock);
  }

  private void headline(Origin origin, String title) {
    delivery.headline(origin, () -> card(title), true);
  }

  private static Card card(String title) {
    return Card.of(Tone.INFO, title).build();
  }
}
