package dev.restorebot.bot.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.Choice;
import dev.restorebot.bot.command.Form;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.ChatDriver.Outage;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.engine.testing.Eventually;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What every chat front end does, whatever the chat. */
public abstract class ChatFrontEndContract {
  private static final Duration IN_TIME = Duration.ofSeconds(60);

  private final RecordingInbound inbound = new RecordingInbound();
  private final HeldInbound held = new HeldInbound(inbound);
  private ChatDriver chat;
  private ChatFrontEnd bot;

  /** A chat with nobody's messages in it. */
  protected abstract ChatDriver chat() throws Exception;

  @BeforeEach
  void join() throws Exception {
    chat = chat();
    bot = chat.join(held);
  }

  @AfterEach
  void leave() throws Exception {
    bot.close();
    chat.close();
  }

  @Test
  void aCommandComesInWithItsChannelAndPerson() throws Exception {
    Duration waited =
        acknowledged(() -> chat.type(chat.person(1), "test zenops_db_2026-02-09.dump"));

    RecordingInbound.Typed typed = inbound.nextTyped();
    assertThat(typed.text()).isEqualTo("test zenops_db_2026-02-09.dump");
    assertThat(typed.channel()).isEqualTo(chat.channel());
    assertThat(typed.actor()).isEqualTo(chat.person(1));
    assertThat(waited).isLessThan(IN_TIME);
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void nothingAfterTheCommandIsAnEmptyText() throws Exception {
    chat.type(chat.person(0), "");

    assertThat(inbound.nextTyped().text()).isEqualTo(chat.bareCommand() ? "" : "help");
  }

  @Test
  void aPostIsEditedInPlace() throws Exception {
    ThreadRef first = bot.post(chat.channel(), running(0.1));
    ThreadRef second = bot.post(chat.channel(), Card.of(Tone.INFO, "Another job").build());
    bot.edit(first, running(0.4));
    bot.edit(first, Card.of(Tone.GOOD, "PASSED: zenops_db.dump").line("All checks held.").build());

    assertThat(first.frontEnd()).isEqualTo(bot.name());
    assertThat(first.channel()).isEqualTo(chat.channel());
    List<Shown> shown =
        Eventually.get(
            "the edit", chat::channelShows, all -> all.get(0).text().contains("All checks held"));
    assertThat(shown).extracting(Shown::id).containsExactly(first.message(), second.message());
    assertThat(shown.get(0).text()).contains("PASSED: zenops_db.dump").doesNotContain("Restoring");
  }

  @Test
  void aCardShowsAllThatItHas() throws Exception {
    bot.post(
        chat.channel(),
        Card.of(Tone.BAD, "FAILED: zenops_db.dump")
            .line("The file ends too early: use `zenops_db_old.dump`.")
            .field("Backup date", "9 February 2026")
            .table(
                new TableView("Checks", List.of("Check", "Rows"), List.of(List.of("users", "7"))))
            .code("psql -h 127.0.0.1 -p 5433")
            .button(Button.of(Action.CLEANUP, "k3m9x2", "Clean up"))
            .build());

    Shown shown = oneMessage();
    assertThat(shown.text())
        .contains("FAILED: zenops_db.dump", "ends too early", "zenops_db_old.dump")
        .contains("Backup date", "9 February 2026", "Checks", "Check", "Rows", "users", "7")
        .contains("psql -h 127.0.0.1 -p 5433");
    assertThat(shown.buttons()).containsExactly("Clean up");
  }

  @Test
  void aFormComesBackFilledInAfterACommand() throws Exception {
    chat.type(chat.person(1), "help");
    inbound.nextTyped().responder().ask(form());
    chat.fill(chat.person(1), Map.of("Why is it needed?", "the disk died", "Code", "123456"));

    RecordingInbound.Filled filled = inbound.nextFilled();
    assertThat(filled.action()).isEqualTo(Action.DENY);
    assertThat(filled.value()).isEqualTo("k3m9x2 " + "seal".repeat(30));
    assertThat(filled.inputs()).isEqualTo(Map.of("reason", "the disk died", "code", "123456"));
    assertThat(filled.channel()).isEqualTo(chat.channel());
    assertThat(filled.actor()).isEqualTo(chat.person(1));
    filled.responder().ephemeral(Card.of(Tone.INFO, "It counts").build());
    List<Shown> shown =
        Eventually.get(
            "an answer",
            () -> chat.onlyShownTo(chat.person(1)),
            all -> all.stream().anyMatch(each -> each.text().contains("It counts")));
    assertThat(shown.toString()).doesNotContain("123456");
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void aSecretOfAFormIsInNoLog() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    log.start();
    root.addAppender(log);
    try {
      chat.type(chat.person(0), "help");
      inbound.nextTyped().responder().ask(form());
      chat.fill(chat.person(0), Map.of("Why is it needed?", "no", "Code", "987654"));
      assertThat(inbound.nextFilled().inputs()).containsEntry("code", "987654");
    } finally {
      root.detachAppender(log);
    }
    assertThat(log.list.stream().filter(e -> e.getLevel().isGreaterOrEqual(Level.INFO)))
        .noneMatch(event -> event.getFormattedMessage().contains("987654"));
  }

  @Test
  void aPictureArrivesInTheThread() throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    assertThat(ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png))
        .isTrue();
    String base64 = Base64.getEncoder().encodeToString(png.toByteArray());
    ThreadRef headline = bot.post(chat.channel(), running(0));
    bot.reply(
        headline,
        Card.of(Tone.INFO, "A picture")
            .picture(new Card.Picture("restores.png", "Restore times", base64))
            .build());

    List<Shown> shown =
        Eventually.get(
            "the picture",
            () -> chat.threadShows(headline),
            all -> all.stream().anyMatch(each -> each.text().matches("(?s).*(PNG|iVBOR).*")));
    assertThat(shown.toString()).contains("A picture");
  }

  @Test
  void aFormComesBackFilledInAfterAButton() throws Exception {
    ThreadRef headline =
        bot.post(
            chat.channel(),
            Card.of(Tone.WARN, "Which?").button(Button.of(Action.DENY, "k3m9x2", "Deny")).build());
    Eventually.get("the button", chat::channelShows, all -> !all.isEmpty());
    chat.press(chat.person(0), headline, "Deny");
    inbound.nextClicked().responder().ask(form());
    chat.fill(chat.person(0), Map.of("Why is it needed?", "no", "Code", "1"));

    assertThat(inbound.nextFilled().actor()).isEqualTo(chat.person(0));
    assertThat(chat.channelShows()).hasSize(1);
  }

  private static Form form() {
    return new Form(
        Action.DENY,
        "k3m9x2 " + "seal".repeat(30),
        "Deny k3m9x2",
        "Deny",
        List.of("Everybody will see the reason."),
        List.of(
            new Form.Input("reason", "Why is it needed?", "A sentence.", Form.Kind.TEXT, 500),
            new Form.Input("code", "Code", "Six digits.", Form.Kind.SECRET, 10)),
        Card.of(Tone.WARN, "Type it").build());
  }

  @Test
  void aHundredRepliesArriveInOrder() throws Exception {
    ThreadRef headline = bot.post(chat.channel(), running(0));
    for (int i = 0; i < 100; i++) {
      bot.reply(headline, Card.of(Tone.INFO, "step " + i + " of a hundred").build());
    }

    List<Shown> shown =
        Eventually.get("the replies", () -> chat.threadShows(headline), all -> all.size() >= 100);
    assertThat(shown).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(shown.get(i).text()).contains("step " + i + " of a hundred");
    }
    assertThat(chat.channelShows()).hasSize(1);
  }

  @Test
  void aReplyCanBeEdited() throws Exception {
    ThreadRef headline = bot.post(chat.channel(), running(0));
    ThreadRef reply = bot.reply(headline, Card.of(Tone.RUNNING, "Reading").build());
    bot.edit(reply, Card.of(Tone.GOOD, "Read").build());

    Eventually.get(
        "the edited reply",
        () -> chat.threadShows(headline),
        all -> all.size() == 1 && all.get(0).text().contains("Read\n"));
    assertThat(oneMessage().text()).contains("Restoring");
  }

  @Test
  void threadsDoNotMix() throws Exception {
    ThreadRef one = bot.post(chat.channel(), Card.of(Tone.INFO, "one").build());
    ThreadRef two = bot.post(chat.channel(), Card.of(Tone.INFO, "two").build());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      var first = threads.submit(() -> replies(one, "one"));
      var second = threads.submit(() -> replies(two, "two"));
      first.get();
      second.get();
    } finally {
      threads.shutdownNow();
    }

    assertInOrder(one, "one");
    assertInOrder(two, "two");
  }

  @Test
  void aButtonHandsInItsActionValueAndWhoPressedIt() throws Exception {
    ThreadRef message =
        bot.post(
            chat.channel(),
            Card.of(Tone.GOOD, "PASSED")
                .button(Button.of(Action.EXTEND, "k3m9x2", "Keep 2 h longer"))
                .button(
                    new Button(
                        Action.CLEANUP,
                        "k3m9x2",
                        "Clean up",
                        Button.Style.DANGER,
                        Optional.of("Remove the sandbox of k3m9x2?")))
                .build());

    Duration waited = acknowledged(() -> chat.press(chat.person(0), message, "Clean up"));
    RecordingInbound.Clicked clean = inbound.nextClicked();
    chat.press(chat.person(1), message, "Keep 2 h longer");
    RecordingInbound.Clicked keep = inbound.nextClicked();

    assertThat(waited).isLessThan(IN_TIME);
    assertThat(clean.action()).isEqualTo(Action.CLEANUP);
    assertThat(clean.value()).isEqualTo("k3m9x2");
    assertThat(clean.channel()).isEqualTo(chat.channel());
    assertThat(clean.actor()).isEqualTo(chat.person(0));
    assertThat(keep.action()).isEqualTo(Action.EXTEND);
    assertThat(keep.actor()).isEqualTo(chat.person(1));
  }

  @Test
  void aButtonInAThreadWorksToo() throws Exception {
    ThreadRef headline = bot.post(chat.channel(), running(0));
    ThreadRef reply =
        bot.reply(
            headline,
            Card.of(Tone.WARN, "Still there")
                .button(Button.of(Action.CANCEL, "k3m9x2", "Cancel"))
                .build());

    chat.press(chat.person(0), reply, "Cancel");

    RecordingInbound.Clicked clicked = inbound.nextClicked();
    assertThat(clicked.action()).isEqualTo(Action.CANCEL);
    clicked.responder().ephemeral(Card.of(Tone.INFO, "Being cancelled").build());
    answered(0, "Being cancelled");
  }

  @Test
  void anEphemeralAnswerIsSeenByOnePersonOnly() throws Exception {
    chat.type(chat.person(0), "status");
    RecordingInbound.Typed typed = inbound.nextTyped();
    typed.responder().ephemeral(Card.of(Tone.INFO, "Nothing runs").build());
    typed.responder().ephemeral(Card.of(Tone.INFO, "And nothing waits").build());

    answered(0, "Nothing runs");
    answered(0, "And nothing waits");
    assertThat(chat.onlyShownTo(chat.person(1))).isEmpty();
    assertThat(chat.channelShows()).isEmpty();
  }

  @Test
  void aChoiceComesInAsAButton() throws Exception {
    chat.type(chat.person(1), "test");
    RecordingInbound.Typed typed = inbound.nextTyped();
    typed
        .responder()
        .choose(
            new Choice(
                Action.TEST,
                "Test restore",
                "Which backup shall be tested?",
                "Restore",
                List.of(
                    new Choice.Option("tiers/a.dump", "a.dump", "2 h old, 3 MB"),
                    new Choice.Option("tiers/b.dump", "b.dump", "26 h old, 3 MB")),
                Card.of(Tone.INFO, "Which backup shall be tested?")
                    .button(Button.of(Action.TEST, "tiers/a.dump", "a.dump"))
                    .button(Button.of(Action.TEST, "tiers/b.dump", "b.dump"))
                    .build()));
    typed.responder().done();

    Duration waited = acknowledged(() -> chat.choose(chat.person(1), "b.dump"));

    RecordingInbound.Clicked chosen = inbound.nextClicked();
    assertThat(chosen.action()).isEqualTo(Action.TEST);
    assertThat(chosen.value()).isEqualTo("tiers/b.dump");
    assertThat(chosen.channel()).isEqualTo(chat.channel());
    assertThat(chosen.actor()).isEqualTo(chat.person(1));
    assertThat(waited).isLessThan(IN_TIME);
    chosen.responder().ephemeral(Card.of(Tone.INFO, "It is queued").build());
    answered(1, "It is queued");
  }

  @Test
  void whoBelongsIsKnown() throws Exception {
    String first = chat.idOf(chat.person(0));
    assertThat(bot.belongs(chat.person(0), List.of(first))).isTrue();
    assertThat(bot.belongs(chat.person(1), List.of(first))).isFalse();
    assertThat(bot.belongs(chat.person(0), List.of())).isFalse();
    if (chat.group().isPresent()) {
      assertThat(bot.belongs(chat.person(0), List.of(chat.group().get()))).isTrue();
      assertThat(bot.belongs(chat.person(1), List.of(chat.group().get()))).isFalse();
    }
  }

  @Test
  void aTableOf500RowsCanBeRead() throws Exception {
    List<List<String>> rows =
        IntStream.range(0, 500)
            .mapToObj(i -> List.of("table_" + i + "_end", Integer.toString(i * 1000)))
            .toList();
    ThreadRef headline = bot.post(chat.channel(), running(1));
    bot.reply(
        headline,
        Card.of(Tone.INFO, "Rows by table")
            .table(new TableView("Row counts", List.of("Table", "Rows"), rows))
            .build());

    String read =
        Eventually.get("the table", () -> chat.threadShows(headline), all -> !all.isEmpty())
            .stream()
            .map(Shown::text)
            .reduce("", String::concat);
    for (int i = 0; i < 500; i++) {
      assertThat(read).contains("table_" + i + "_end");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<b>&amp;</b> & <https://evil.example|click>",
        "*bold* _italic_ ~gone~ **b** __u__ ||spoiler|| # head > quote",
        "@channel @everyone @here <!channel> <@U123> <@&1> <#C1>",
        "[text](https://evil.example) https://evil.example",
        ":smile: <:name:1> \\*escaped\\*",
        "caf\u00e9 \u65e5\u672c\u8a9e \ud83d\udc18",
      })
  void textIsPlainWhateverItSays(String hostile) throws Exception {
    bot.post(
        chat.channel(),
        Card.of(Tone.INFO, "title " + hostile)
            .line("line " + hostile)
            .field("label", "value " + hostile)
            .code("code " + hostile)
            .table(new TableView("t", List.of("c"), List.of(List.of("cell " + hostile))))
            .build());

    assertThat(oneMessage().text())
        .contains("title " + hostile, "line " + hostile, "value " + hostile)
        .contains("code " + hostile, "cell " + hostile);
  }

  @Test
  void textInAnotherDirectionDoesNotReachItsNeighbours() throws Exception {
    bot.post(
        chat.channel(), Card.of(Tone.INFO, "before \u202egnp.exe after").line("next line").build());

    assertThat(oneMessage().text()).contains("before ", "gnp.exe after", "next line");
  }

  @Test
  void aLongLineIsTaken() throws Exception {
    String line = "0123456789 ".repeat(1000);
    bot.post(chat.channel(), Card.of(Tone.BAD, "FAILED").line(line).build());

    assertThat(oneMessage().text()).contains("FAILED", line.substring(0, 1000));
  }

  @Test
  void aNewFrontEndGoesOnWithOldMessages() throws Exception {
    ThreadRef headline = bot.post(chat.channel(), running(0.5));
    bot.reply(headline, Card.of(Tone.INFO, "before the restart").build());
    bot.close();
    bot = chat.join(held);
    bot.edit(
        headline,
        Card.of(Tone.UNSURE, "COULD NOT VERIFY: the bot was restarted")
            .button(Button.of(Action.TEST, "a.dump", "Try again"))
            .build());
    bot.reply(headline, Card.of(Tone.INFO, "after the restart").build());

    List<Shown> thread =
        Eventually.get("both replies", () -> chat.threadShows(headline), all -> all.size() == 2);
    assertThat(thread.get(0).text()).contains("before the restart");
    assertThat(thread.get(1).text()).contains("after the restart");
    assertThat(oneMessage().text()).contains("COULD NOT VERIFY").doesNotContain("Restoring");
    chat.press(chat.person(0), headline, "Try again");
    assertThat(inbound.nextClicked().action()).isEqualTo(Action.TEST);
  }

  @Test
  void whatTheChatDoesNotTakeIsSaidAndWorksAgainLater() throws Exception {
    ThreadRef headline = bot.post(chat.channel(), running(0.5));
    try (Outage closed = chat.outage()) {
      DeliveryException refused =
          catchThrowableOfType(DeliveryException.class, () -> bot.edit(headline, running(0.6)));
      assertThat(refused).isNotNull();
      assertThat(refused.retryable()).isTrue();
    }

    bot.edit(headline, Card.of(Tone.GOOD, "PASSED").build());
    bot.reply(headline, Card.of(Tone.INFO, "after the outage").build());
    Eventually.get("the edit", this::oneMessage, shown -> shown.text().contains("PASSED"));
    assertThat(chat.threadShows(headline)).hasSize(1);
  }

  @Test
  void anUnknownMessageCannotBeEdited() {
    ThreadRef unknown = new ThreadRef(bot.name(), chat.channel(), "999999999");
    DeliveryException refused =
        catchThrowableOfType(DeliveryException.class, () -> bot.edit(unknown, running(0)));

    assertThat(refused).isNotNull();
    assertThat(refused.retryable()).isFalse();
  }

  /** How long the chat waits; where it is to be acknowledged before the work, no work begins. */
  private Duration acknowledged(Callable<Duration> act) throws Exception {
    if (chat.acknowledgedBeforeTheWork()) {
      held.hold();
    }
    try {
      return act.call();
    } finally {
      held.letGo();
    }
  }

  private Void replies(ThreadRef headline, String word) throws DeliveryException {
    for (int i = 0; i < 20; i++) {
      bot.reply(headline, Card.of(Tone.INFO, word + " " + i + ".").build());
    }
    return null;
  }

  private void assertInOrder(ThreadRef headline, String word) {
    List<Shown> shown =
        Eventually.get("20 replies", () -> chat.threadShows(headline), all -> all.size() >= 20);
    for (int i = 0; i < 20; i++) {
      assertThat(shown.get(i).text()).contains(word + " " + i + ".");
    }
  }

  private void answered(int person, String text) {
    Eventually.get(
        "an answer: " + text,
        () -> chat.onlyShownTo(chat.person(person)),
        all -> all.stream().anyMatch(shown -> shown.text().contains(text)));
  }

  private Shown oneMessage() {
    List<Shown> shown = Eventually.get("a message", chat::channelShows, all -> !all.isEmpty());
    assertThat(shown).hasSize(1);
    return shown.get(0);
  }

  private static Card running(double fraction) {
    return Card.of(Tone.RUNNING, "Restoring zenops_db.dump").progress(fraction).build();
  }
}
