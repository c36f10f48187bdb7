package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.bot.command.Choice;
import dev.restorebot.bot.command.Inbound.Responder;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.slack.FakeSlack.Failure;
import dev.restorebot.bot.slack.SlackOptions.Mode;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.RecordingInbound;
import dev.restorebot.engine.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dialogs, the App Home, and where answers appear. */
class SlackDialogsTest {
  private final RecordingInbound inbound = new RecordingInbound();
  private final SlackChatDriver chat = new SlackChatDriver(Mode.SOCKET);
  private SlackFrontEnd bot;

  @BeforeEach
  void join() throws Exception {
    bot = (SlackFrontEnd) chat.join(inbound);
  }

  @AfterEach
  void leave() {
    bot.close();
    chat.close();
  }

  @Test
  void ofManyLongAnswersTheFirstHundredCanBeChosen() throws Exception {
    asked().choose(choice(250));
    JsonNode dialog =
        Eventually.get("a dialog", () -> chat.slack.views.get("U0001"), found -> found != null);
    JsonNode input = dialog.path("blocks").path(0);
    assertThat(input.path("element").path("options")).hasSize(100);
    assertThat(input.path("hint").path("text").asText()).contains("100 of 250");

    chat.choose(chat.person(0), label(99));
    assertThat(inbound.nextClicked().value()).isEqualTo(value(99));
  }

  @Test
  void whatCannotBeADialogIsACard() throws Exception {
    Responder late = asked();
    chat.slack.triggers.clear();
    late.choose(choice(2));

    assertThat(chat.onlyShownTo(chat.person(0))).hasSize(1);
    assertThat(chat.onlyShownTo(chat.person(0)).get(0).buttons()).containsExactly("a.dump");
  }

  @Test
  void aChoiceOfSomebodyOfAnotherWorkspaceIsForeign() throws Exception {
    asked().choose(choice(2));
    chat.fromWorkspace("T0666");
    chat.choose(chat.person(0), label(1));

    RecordingInbound.Clicked foreign = inbound.nextForeign();
    assertThat(foreign.action()).isEqualTo(Action.TEST);
    assertThat(foreign.actor().name()).endsWith("of workspace T0666");
    foreign.responder().ephemeral(card());
    assertThat(chat.onlyShownTo(chat.person(0))).hasSize(1);
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void aDialogFromBeforeARestartSaysSo() throws Exception {
    asked().choose(choice(2));
    bot.close();
    bot = (SlackFrontEnd) chat.join(inbound);
    chat.choose(chat.person(0), label(1));

    Eventually.get(
        "an answer",
        () -> chat.onlyShownTo(chat.person(0)),
        all -> all.size() == 1 && all.get(0).text().contains("Run the command again"));
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void anAnswerToAButtonInAThreadAppearsInTheThread() throws Exception {
    ThreadRef headline = bot.post(chat.channel(), card());
    ThreadRef reply = bot.reply(headline, card());
    chat.press(chat.person(0), reply, "a.dump");
    inbound.nextClicked().responder().ephemeral(card());
    chat.press(chat.person(0), headline, "a.dump");
    inbound.nextClicked().responder().ephemeral(card());

    assertThat(chat.slack.messages().stream().filter(each -> !each.onlyTo().isEmpty()))
        .extracting(FakeMessage::thread)
        .containsExactly(headline.message(), "");
  }

  @Test
  void inAThreadACommandIsAButtonBecauseSlackHasNoSlashCommandsThere() throws Exception {
    Card card =
        Card.of(Tone.WARN, "Not yet")
            .line("Run `/restore cleanup all` and try again. `/restore status k3m9x2` shows it.")
            .line("To undo it, type `/restore rollback d1 REASON` in the channel.")
            .button(Button.of(Action.TEST, "a.dump", "a.dump"))
            .build();
    ThreadRef headline = bot.post(chat.channel(), card);
    ThreadRef reply = bot.reply(headline, card);
    chat.press(chat.person(0), reply, "a.dump");
    inbound.nextClicked().responder().ephemeral(card);

    assertThat(chat.channelShows().get(0).text()).contains("/restore cleanup all");
    List<Shown> inThread = new ArrayList<>(chat.threadShows(headline));
    inThread.addAll(chat.onlyShownTo(chat.person(0)));
    assertThat(inThread).hasSize(2);
    for (Shown shown : inThread) {
      assertThat(shown.text())
          .doesNotContain("/restore")
          .contains("Press \"cleanup all\" and try again. The button \"status k3m9x2\" shows it.")
          .contains("To undo it, press \"rollback d1\".");
      assertThat(shown.buttons())
          .containsExactly("a.dump", "cleanup all", "status k3m9x2", "rollback d1");
    }
    chat.press(chat.person(1), reply, "cleanup all");
    RecordingInbound.Clicked clicked = inbound.nextClicked();
    assertThat(clicked.action()).isEqualTo(Action.COMMAND);
    assertThat(clicked.value()).isEqualTo("cleanup all");
    assertThat(clicked.actor()).isEqualTo(chat.person(1));
  }

  @Test
  void anAnswerThatTheThreadDoesNotTakeGoesAnotherWay() throws Exception {
    ThreadRef headline = bot.post(chat.channel(), card());
    ThreadRef reply = bot.reply(headline, card());
    chat.slack.failures.put("chat.postEphemeral", Failure.error("not_in_channel"));
    chat.press(chat.person(0), reply, "a.dump");
    inbound.nextClicked().responder().ephemeral(card());

    assertThat(chat.onlyShownTo(chat.person(0))).hasSize(1);
  }

  @Test
  void theHomeIsShownToWhoeverOpensIt() throws Exception {
    ObjectNode event = FakeSlack.JSON.createObjectNode().put("type", "event_callback");
    event.put("team_id", FakeSlack.TEAM).put("event_id", "Ev1").put("api_app_id", "A1");
    event.putObject("event").put("type", "app_home_opened").put("user", "U0002").put("tab", "home");
    chat.deliver("events_api", event);

    JsonNode home =
        Eventually.get("the home", () -> chat.slack.homes.get("U0002"), found -> found != null);
    assertThat(home.toString()).contains("Nothing runs");
    chat.deliver("events_api", event);
    bot.close();
    assertThat(chat.slack.called("views.publish")).isEqualTo(1);
  }

  @Test
  void theHomeHidesResultsFromOthers() throws Exception {
    inbound.hideEverything();
    ObjectNode event = FakeSlack.JSON.createObjectNode().put("type", "event_callback");
    event.put("team_id", FakeSlack.TEAM).put("event_id", "Ev2").put("api_app_id", "A1");
    event.putObject("event").put("type", "app_home_opened").put("user", "U0002").put("tab", "home");
    chat.deliver("events_api", event);

    JsonNode home =
        Eventually.get("the home", () -> chat.slack.homes.get("U0002"), found -> found != null);
    assertThat(home.toString()).contains("slack.testers").doesNotContain("Nothing runs");
  }

  @Test
  void aButtonInTheHomeAnswersDirectly() throws Exception {
    ObjectNode payload = chat.interaction("block_actions", "U0001");
    payload.putObject("container").put("type", "view").put("view_id", "V1");
    payload.putObject("view").put("id", "V1").put("type", "home");
    chat.action(
        payload,
        FakeSlack.JSON
            .createObjectNode()
            .put("type", "button")
            .put("action_id", "restore:test#0")
            .put("value", "a.dump"));
    chat.deliver("interactive", payload);
    RecordingInbound.Clicked clicked = inbound.nextClicked();
    clicked.responder().ephemeral(card());

    assertThat(clicked.channel()).isEqualTo("U0001");
    assertThat(chat.onlyShownTo(chat.person(0))).hasSize(1);
    assertThat(bot.post(clicked.channel(), card()).channel()).isEqualTo("DU0001");
  }

  private Responder asked() throws Exception {
    chat.type(chat.person(0), "test");
    return inbound.nextTyped().responder();
  }

  private static Card card() {
    return Card.of(Tone.INFO, "Which?").button(Button.of(Action.TEST, "a.dump", "a.dump")).build();
  }

  private static Choice choice(int answers) {
    return new Choice(
        Action.TEST,
        "A title that is longer than 24 characters",
        "Which backup?",
        "Restore",
        IntStream.range(0, answers)
            .mapToObj(i -> new Choice.Option(value(i), label(i), "old ".repeat(50)))
            .toList(),
        card());
  }

  private static String value(int number) {
    return "tiers/".repeat(60) + number + ".dump";
  }

  private static String label(int number) {
    return number + ".dump";
  }
}
