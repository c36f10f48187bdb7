package dev.restorebot.bot.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.testing.Eventually;
import dev.restorebot.bot.testing.Facts;
import dev.restorebot.bot.testing.FakeChat;
import dev.restorebot.engine.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private final FakeChat chat = new FakeChat();
  private final Delivery delivery = new Delivery(chat.forDelivery());
  private final Job one = Facts.queued("one");
  private final Job two = Facts.queued("two");

  @AfterEach
  void stop() {
    delivery.close();
  }

  @Test
  void repliesKeepTheirOrder() {
    IntStream.range(0, 200).forEach(i -> delivery.reply(one, card("reply " + i)));
    delivery.close();

    assertThat(chat.titles(Facts.ref("one")))
        .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "reply " + i).toList());
  }

  @Test
  void ofManyHeadlinesOneASecondIsShownAndTheNewestWins() {
    headline(one, "first");
    Eventually.get("the first", chat::edits, edits -> edits.size() == 1);
    IntStream.range(0, 1000).forEach(i -> headline(one, "headline " + i));
    Eventually.get("the second", chat::edits, edits -> edits.size() == 2);

    long between = chat.edits().get(1).nanos() - chat.edits().get(0).nanos();
    assertThat(Duration.ofNanos(between)).isGreaterThan(Duration.ofMillis(950));
    assertThat(chat.shown(Facts.ref("one")).title()).isEqualTo("headline 999");
  }

  @Test
  void theFirstHeadlineAndThoseOfOtherJobsDoNotWait() {
    long begun = System.nanoTime();
    headline(one, "one");
    headline(two, "two");
    List<FakeChat.Sent> edits = Eventually.get("both", chat::edits, all -> all.size() == 2);
    assertThat(Duration.ofNanos(edits.get(1).nanos() - begun)).isLessThan(Duration.ofMillis(900));
  }

  @Test
  void whatWaitsIsBroughtOutAtTheEnd() {
    headline(one, "early");
    Eventually.get("the first", chat::edits, edits -> edits.size() == 1);
    headline(one, "PASSED");
    delivery.close();

    assertThat(chat.shown(Facts.ref("one")).title()).isEqualTo("PASSED");
    delivery.reply(one, card("too late"));
    assertThat(chat.titles(Facts.ref("one"))).isEmpty();
  }

  @Test
  void aThreadThatIsRefusedDoesNotStopOthers() {
    chat.refuse("one", false);
    headline(one, "refused");
    delivery.reply(one, card("refused"));
    delivery.headline(
        one,
        () -> {
          throw new IllegalStateException("a card that cannot be made");
        });
    headline(two, "taken");
    delivery.reply(two, card("taken"));
    delivery.close();

    assertThat(chat.titles(Facts.ref("one"))).isEmpty();
    assertThat(chat.titles(Facts.ref("two"))).containsExactly("taken");
    assertThat(chat.shown(Facts.ref("two")).title()).isEqualTo("taken");
  }

  @Test
  void aHeadlineThatMayBeTakenLaterIsTriedAgain() {
    chat.refuse("one", true);
    headline(one, "PASSED");
    Eventually.get("an attempt", chat::attempts, attempts -> attempts >= 2);
    assertThat(chat.edits()).isEmpty();

    chat.takeAgain();
    Eventually.get("the headline", chat::edits, edits -> edits.size() == 1);
    assertThat(chat.shown(Facts.ref("one")).title()).isEqualTo("PASSED");
  }

  @Test
  void whatIsRefusedForGoodIsNotTriedAgain() {
    chat.refuse("one", false);
    headline(one, "refused");
    delivery.close();
    assertThat(chat.attempts()).isOne();
  }

  private void headline(Job job, String title) {
    delivery.headline(job, () -> card(title));
  }

  private static Card card(String title) {
    return Card.of(Tone.INFO, title).build();
  }
}
