package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.settings.SecretValue;
import dev.restorebot.bot.slack.SlackOptions.Mode;
import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People at a fake Slack. */
public final class SlackChatDriver implements ChatDriver {
  static final List<Card> HOME = List.of(Card.of(Tone.INFO, "Nothing runs").build());

  private String workspace = FakeSlack.TEAM;
  final FakeSlack slack = new FakeSlack();
  private final Mode mode;
  private SlackFrontEnd bot;

  public SlackChatDriver(Mode mode) {
    this.mode = mode;
  }

  SlackOptions options() {
    return new SlackOptions(
        mode,
        slack.api(),
        new SecretValue(FakeSlack.BOT_TOKEN),
        new SecretValue(FakeSlack.APP_TOKEN),
        new SecretValue(FakeSlack.SIGNING),
        Optional.empty(),
        0);
  }

  /** Settings with which a whole bot joins, as variables of the environment. */
  public Map<String, String> environment() {
    return Map.of(
        "RESTORE_BOT_SLACK_ENABLED", "true",
        "RESTORE_BOT_SLACK_API_BASE_URL", slack.api().toString(),
        "RESTORE_BOT_SLACK_BOT_TOKEN", FakeSlack.BOT_TOKEN,
        "RESTORE_BOT_SLACK_APP_TOKEN", FakeSlack.APP_TOKEN,
        "RESTORE_BOT_SLACK_CHANNELS", FakeSlack.CHANNEL);
  }

  /** Whether a bot is connected. */
  public boolean joined() {
    return slack.socket.connections() == 1;
  }

  @Override
  public ChatFrontEnd join(Inbound inbound) throws Exception {
    if (mode == Mode.SOCKET) {
      Eventually.get("the old connection to end", slack.socket::connections, n -> n == 0);
    }
    bot = new SlackFrontEnd(options(), () -> HOME);
    bot.start(inbound);
    if (mode == Mode.SOCKET) {
      Eventually.get("a connection", slack.socket::connections, n -> n == 1);
    }
    return bot;
  }

  @Override
  public String channel() {
    return FakeSlack.CHANNEL;
  }

  @Override
  public Actor person(int number) {
    String id = number < 2 ? "U000" + (number + 1) : "W0003";
    return new Actor("slack:" + id, FakeSlack.PEOPLE.get(id));
  }

  @Override
  public Duration type(Actor who, String text) throws Exception {
    long start = System.nanoTime();
    JsonNode acknowledged = deliver("slash_commands", command(idOf(who), text));
    Duration waited = Duration.ofNanos(System.nanoTime() - start);
    assertThat(acknowledged.path("payload").path("text").asText()).isEmpty();
    return waited;
  }

  ObjectNode command(String user, String text) {
    return FakeSlack.JSON
        .createObjectNode()
        .put("token", "old")
        .put("team_id", FakeSlack.TEAM)
        .put("team_domain", "acme")
        .put("channel_id", FakeSlack.CHANNEL)
        .put("channel_name", "restores")
        .put("user_id", user)
        .put("user_name", "login")
        .put("command", "/restore")
        .put("text", text)
        .put("api_app_id", "A1")
        .put("is_enterprise_install", "false")
        .put("response_url", slack.responseUrlFor(user))
        .put("trigger_id", slack.trigger(user));
  }

  @Override
  public Duration press(Actor who, ThreadRef message, String label) throws Exception {
    FakeMessage pressed = slack.message(message.message()).orElseThrow();
    ObjectNode payload = press(idOf(who), pressed, pressed.button(label));
    long start = System.nanoTime();
    deliver("interactive", payload);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Presses a button from another workspace, in a channel that is shared with it. */
  public void pressFrom(String team, Actor who, ThreadRef message, String label) throws Exception {
    FakeMessage pressed = slack.message(message.message()).orElseThrow();
    ObjectNode payload = press(idOf(who), pressed, pressed.button(label));
    payload.withObject("/user").put("team_id", team);
    JsonNode unused = deliver("interactive", payload);
  }

  ObjectNode press(String user, FakeMessage message, JsonNode button) {
    ObjectNode payload = interaction("block_actions", user);
    payload.put("response_url", slack.responseUrlFor(user));
    payload.putObject("channel").put("id", message.channel()).put("name", "restores");
    ObjectNode container = payload.putObject("container").put("type", "message");
    container.put("message_ts", message.ts()).put("channel_id", message.channel());
    container.put("is_ephemeral", !message.onlyTo().isEmpty());
    ObjectNode shown = payload.putObject("message").put("type", "message").put("ts", message.ts());
    if (!message.thread().isEmpty()) {
      shown.put("thread_ts", message.thread());
      container.put("thread_ts", message.thread());
    }
    shown.set("blocks", message.blocks());
    action(payload, button);
    return payload;
  }

  void action(ObjectNode payload, JsonNode button) {
    ObjectNode action = button.deepCopy();
    action.put("block_id", "b").put("action_ts", slack.newTs());
    payload.putArray("actions").add(action);
  }

  /** Sends what people do from now on as people of that workspace. */
  void fromWorkspace(String id) {
    workspace = id;
  }

  ObjectNode interaction(String type, String user) {
    ObjectNode payload = FakeSlack.JSON.createObjectNode().put("type", type);
    payload.putObject("team").put("id", FakeSlack.TEAM).put("domain", "acme");
    ObjectNode person = payload.putObject("user").put("id", user).put("username", "login");
    person.put("name", "login").put("team_id", workspace);
    payload.put("api_app_id", "A1").put("token", "old").put("is_enterprise_install", false);
    payload.putNull("enterprise");
    return payload.put("trigger_id", slack.trigger(user));
  }

  @Override
  public Duration choose(Actor who, String label) throws Exception {
    ObjectNode view =
        Eventually.get(
            "a dialog that offers " + label,
            () -> slack.views.get(idOf(who)),
            found -> found != null && option(found, label).isPresent());
    slack.views.remove(idOf(who));
    JsonNode input = view.path("blocks").path(0);
    JsonNode chosen = option(view, label).orElseThrow();
    ObjectNode payload = interaction("view_submission", idOf(who));
    ObjectNode sent = view.deepCopy();
    ObjectNode state =
        sent.putObject("state")
            .putObject("values")
            .putObject(input.path("block_id").asText())
            .putObject(input.path("element").path("action_id").asText());
    state.put("type", "static_select").set("selected_option", chosen);
    payload.set("view", sent);
    payload.putArray("response_urls");
    long start = System.nanoTime();
    deliver("interactive", payload);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Optional<JsonNode> option(JsonNode view, String label) {
    for (JsonNode option : view.path("blocks").path(0).path("element").path("options")) {
      if (option.path("text").path("text").asText().equals(label)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  @Override
  public void fill(Actor who, Map<String, String> texts) throws Exception {
    ObjectNode view =
        Eventually.get(
            "a form",
            () -> slack.views.get(idOf(who)),
            found -> found != null && found.path("callback_id").asText().equals("restore:form"));
    slack.views.remove(idOf(who));
    ObjectNode payload = interaction("view_submission", idOf(who));
    ObjectNode sent = view.deepCopy();
    ObjectNode values = sent.putObject("state").putObject("values");
    for (JsonNode block : view.path("blocks")) {
      if (block.path("type").asText().equals("input")) {
        String text = texts.get(block.path("label").path("text").asText());
        assertThat(text).as("a text for " + block.path("label")).isNotNull();
        assertThat(text.length()).isBetween(1, block.path("element").path("max_length").asInt());
        values
            .putObject(block.path("block_id").asText())
            .putObject(block.path("element").path("action_id").asText())
            .put("type", "plain_text_input")
            .put("value", text);
      }
    }
    payload.set("view", sent);
    payload.putArray("response_urls");
    JsonNode unused = deliver("interactive", payload);
  }

  JsonNode deliver(String type, ObjectNode payload) throws Exception {
    return mode == Mode.SOCKET
        ? slack.socket.deliver(type, payload)
        : new SignedRequests(bot.httpPort()).deliver(type, payload);
  }

  @Override
  public String idOf(Actor who) {
    return who.id().substring("slack:".length());
  }

  @Override
  public void inGroup(List<Actor> members) {
    slack.group = members.stream().map(this::idOf).toList();
  }

  @Override
  public Optional<String> group() {
    return Optional.of(FakeSlack.GROUP);
  }

  @Override
  public List<Shown> channelShows() {
    return slack.messages().stream()
        .filter(message -> message.onlyTo().isEmpty() && message.thread().isEmpty())
        .map(FakeMessage::shown)
        .toList();
  }

  @Override
  public List<Shown> threadShows(ThreadRef headline) {
    return slack.messages().stream()
        .filter(message -> message.onlyTo().isEmpty())
        .filter(message -> message.thread().equals(headline.message()))
        .map(FakeMessage::shown)
        .toList();
  }

  @Override
  public List<Shown> onlyShownTo(Actor who) {
    return slack.messages().stream()
        .filter(message -> message.onlyTo().equals(idOf(who)))
        .map(FakeMessage::shown)
        .toList();
  }

  @Override
  public Outage outage() {
    slack.outage = true;
    return () -> slack.outage = false;
  }

  @Override
  public void close() {
    slack.close();
    assertThat(slack.violations).isEmpty();
  }
}
