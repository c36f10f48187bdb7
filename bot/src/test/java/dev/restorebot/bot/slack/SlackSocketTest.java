package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.slack.FakeSlack.Failure;
import dev.restorebot.bot.slack.SlackOptions.Mode;
import dev.restorebot.bot.testing.HeldInbound;
import dev.restorebot.bot.testing.RecordingInbound;
import dev.restorebot.engine.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do comes in once, whatever happens on the way. */
class SlackSocketTest {
  private static final Card CARD = Card.of(Tone.INFO, "Hello").build();

  private final RecordingInbound inbound = new RecordingInbound();
  private final HeldInbound held = new HeldInbound(inbound);
  private final SlackChatDriver chat = new SlackChatDriver(Mode.SOCKET);
  private SlackFrontEnd bot;

  @BeforeEach
  void join() throws Exception {
    bot = (SlackFrontEnd) chat.join(held);
  }

  @AfterEach
  void leave() {
    held.letGo();
    bot.close();
    chat.close();
  }

  @Test
  void aNameThatSlackDoesNotTellComesFromTheEvent() throws Exception {
    chat.slack.failures.put("users.info", Failure.error("internal_error"));
    chat.type(chat.person(0), "status");
    assertThat(inbound.nextTyped().actor().name()).isEqualTo("login");

    chat.slack.failures.clear();
    chat.type(chat.person(0), "status");
    assertThat(inbound.nextTyped().actor()).isEqualTo(chat.person(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disconnect frame", "ended", "cut"})
  void aConnectionThatEndsIsMadeAnew(String how) throws Exception {
    int before = chat.slack.socket.opened.get();
    switch (how) {
      case "cut" -> chat.slack.cut();
      case "ended" -> chat.slack.socket.end();
      default -> chat.slack.socket.disconnectFrame();
    }
    Eventually.get("a new connection", chat.slack.socket.opened::get, n -> n > before);
    Eventually.get("one connection", chat.slack.socket::connections, n -> n == 1);

    chat.type(chat.person(0), "status");
    assertThat(inbound.nextTyped().text()).isEqualTo("status");
  }

  @Test
  void itConnectsAgainEvenAfterARefusal() throws Exception {
    int before = chat.slack.socket.opened.get();
    chat.slack.failures.put("apps.connections.open", Failure.error("internal_error"));
    chat.slack.cut();
    int calls = chat.slack.called("apps.connections.open");
    Eventually.get("a refusal", () -> chat.slack.called("apps.connections.open"), n -> n > calls);
    chat.slack.failures.clear();

    Eventually.get("a new connection", chat.slack.socket.opened::get, n -> n > before);
    Eventually.get("one connection", chat.slack.socket::connections, n -> n == 1);
    chat.type(chat.person(0), "status");
    assertThat(inbound.nextTyped().text()).isEqualTo("status");
  }

  @Test
  void aSlackThatEndsEachConnectionAtOnceIsAskedLessAndLessOften() throws Exception {
    chat.slack.socket.tooMany = true;
    int opened = chat.slack.socket.opened.get();
    int before = chat.slack.called("apps.connections.open");
    long begun = System.nanoTime();
    chat.slack.socket.disconnectFrame();
    Eventually.get(
        "three more", () -> chat.slack.called("apps.connections.open"), n -> n >= before + 3);

    // After 1 s, 2 s and 4 s, each up to a quarter less.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(5_200));
    Eventually.get("the third", chat.slack.socket.opened::get, n -> n >= opened + 3);
    chat.slack.socket.tooMany = false;
    int refused = chat.slack.socket.opened.get();
    Eventually.get("a connection", chat.slack.socket.opened::get, n -> n > refused);
    Eventually.get("one connection", chat.slack.socket::connections, n -> n == 1);
    chat.type(chat.person(0), "status");
    assertThat(inbound.nextTyped().text()).isEqualTo("status");
  }

  @Test
  void whatSlackDeliversTwiceIsHandledOnce() throws Exception {
    ObjectNode command = chat.command("U0001", "status");
    ThreadRef message =
        bot.post(
            chat.channel(),
            Card.of(Tone.GOOD, "PASSED")
                .button(Button.of(Action.CLEANUP, "k3m9x2", "Clean up"))
                .build());
    FakeMessage shown = chat.slack.message(message.message()).orElseThrow();
    ObjectNode click = chat.press("U0001", shown, shown.button("Clean up"));
    for (int i = 0; i < 3; i++) {
      chat.deliver("slash_commands", command);
      chat.deliver("interactive", click);
    }

    assertThat(inbound.nextTyped().text()).isEqualTo("status");
    assertThat(inbound.nextClicked().action()).isEqualTo(Action.CLEANUP);
    bot.close(); // ends what was taken
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void whoIsOfAnotherWorkspaceIsRefused() throws Exception {
    ObjectNode command = chat.command("U0001", "test").put("team_id", "T0666");
    JsonNode acknowledged = chat.deliver("slash_commands", command);
    ThreadRef message =
        bot.post(
            chat.channel(),
            Card.of(Tone.GOOD, "PASSED")
                .button(Button.of(Action.CLEANUP, "k3m9x2", "Clean up"))
                .build());
    FakeMessage shown = chat.slack.message(message.message()).orElseThrow();
    ObjectNode guest = chat.press("U0001", shown, shown.button("Clean up"));
    guest.withObject("/user").put("team_id", "T0666");
    chat.deliver("interactive", guest);

    assertThat(acknowledged.path("payload").path("text").asText()).contains("another workspace");
    RecordingInbound.Clicked foreign = inbound.nextForeign();
    assertThat(foreign.action()).isEqualTo(Action.CLEANUP);
    assertThat(foreign.actor().id()).isEqualTo("slack:U0001");
    assertThat(foreign.actor().name()).endsWith("of workspace T0666");
    bot.close();
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void twoHundredCommandsAtOnceAreAcknowledgedAndArrive() throws Exception {
    List<CompletableFuture<JsonNode>> acknowledgements = new ArrayList<>();
    held.hold();
    for (int i = 0; i < 200; i++) {
      acknowledgements.add(
          chat.slack.socket.send("slash_commands", chat.command("U0001", "status " + i)));
    }
    for (CompletableFuture<JsonNode> each : acknowledgements) {
      assertThat(each.get(60, TimeUnit.SECONDS).path("payload").path("text").asText()).isEmpty();
    }
    assertThat(inbound.nothingElse()).isTrue();

    held.letGo();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add(inbound.nextTyped().text());
    }
    assertThat(texts).doesNotHaveDuplicates().hasSize(200);
  }

  @Test
  void anAnswerAfterTheFifthGoesAnotherWay() throws Exception {
    chat.type(chat.person(0), "status");
    RecordingInbound.Typed typed = inbound.nextTyped();
    for (int i = 0; i < 7; i++) {
      typed.responder().ephemeral(Card.of(Tone.INFO, "answer " + i).build());
    }

    assertThat(chat.onlyShownTo(chat.person(0))).hasSize(7);
    assertThat(chat.slack.called("chat.postEphemeral")).isEqualTo(2);
  }

  @Test
  void anAnswerThatNobodyTakesBreaksNothing() throws Exception {
    chat.type(chat.person(0), "status");
    RecordingInbound.Typed typed = inbound.nextTyped();
    try (var away = chat.outage()) {
      typed.responder().ephemeral(CARD);
    }

    assertThat(chat.onlyShownTo(chat.person(0))).isEmpty();
  }
}
