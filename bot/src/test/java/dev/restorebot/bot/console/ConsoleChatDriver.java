package dev.restorebot.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** People at the console, through its HTTP API. */
final class ConsoleChatDriver implements ChatDriver {
  static final String CHANNEL = "restores";
  static final List<ConsolePerson> PEOPLE =
      List.of(
          new ConsolePerson("asha", "Asha", "on-call"),
          new ConsolePerson("ben", "Ben", "on-call lead"),
          new ConsolePerson("chen", "Chen", "on-call lead"),
          new ConsolePerson("dana", "Dana", "DBA"));

  private final Path file;
  private final StateDatabase database;
  private ConsoleClient client;

  ConsoleChatDriver(Path file) {
    this.file = file;
    this.database = StateDatabase.open(file, Duration.ofMillis(300));
  }

  @Override
  public ChatFrontEnd join(Inbound inbound) throws Exception {
    ConsoleFrontEnd console =
        new ConsoleFrontEnd(
            new ConsoleOptions(0, database, List.of(CHANNEL), PEOPLE),
            text -> List.of(),
            Optional::empty,
            InstantSource.system());
    console.start(inbound);
    client = new ConsoleClient(console.url());
    return console;
  }

  /** A page waits until what was done is handed in, and no longer. */
  @Override
  public boolean acknowledgedBeforeTheWork() {
    return false;
  }

  @Override
  public String channel() {
    return CHANNEL;
  }

  @Override
  public Actor person(int number) {
    return PEOPLE.get(number).actor();
  }

  @Override
  public Duration type(Actor who, String text) {
    return accepted(
        "api/command", Map.of("person", id(who), "channel", CHANNEL, "text", "/restore " + text));
  }

  @Override
  public Duration press(Actor who, ThreadRef message, String label) {
    JsonNode button =
        Stream.concat(headlines(), headlines().flatMap(head -> replies(head.path("id").asText())))
            .filter(each -> each.path("id").asText().equals(message.message()))
            .flatMap(each -> stream(each.path("card").path("buttons")))
            .filter(each -> each.path("label").asText().equals(label))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no button " + label));
    return accepted(
        "api/button",
        Map.of(
            "person", id(who),
            "message", message.message(),
            "action", button.path("action").asText(),
            "value", button.path("value").asText()));
  }

  /** The page has no dialogs: the answers are buttons. */
  @Override
  public Duration choose(Actor who, String label) {
    JsonNode answer =
        Eventually.get(
                "the answers to choose from",
                () -> stream(state(id(who)).path("ephemerals")).toList(),
                all -> !all.isEmpty())
            .get(0);
    JsonNode button =
        stream(answer.path("card").path("buttons"))
            .filter(each -> each.path("label").asText().equals(label))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no answer " + label));
    return accepted(
        "api/button",
        Map.of(
            "person", id(who),
            "message", answer.path("id").asText(),
            "action", button.path("action").asText(),
            "value", button.path("value").asText()));
  }

  @Override
  public void fill(Actor who, Map<String, String> texts) {
    JsonNode asked =
        Eventually.get(
                "a form",
                () ->
                    stream(state(id(who)).path("ephemerals"))
                        .filter(each -> each.has("form"))
                        .toList(),
                all -> !all.isEmpty())
            .stream()
            .reduce((first, last) -> last)
            .orElseThrow();
    Map<String, String> values = new LinkedHashMap<>();
    for (JsonNode input : asked.path("form").path("inputs")) {
      values.put(input.path("name").asText(), texts.get(input.path("label").asText()));
    }
    Duration unused =
        accepted(
            "api/form",
            Map.of("person", id(who), "message", asked.path("id").asText(), "values", values));
  }

  @Override
  public String idOf(Actor who) {
    return who.id();
  }

  @Override
  public Optional<String> group() {
    return Optional.empty();
  }

  @Override
  public List<Shown> channelShows() {
    return headlines().map(ConsoleChatDriver::shown).toList();
  }

  @Override
  public List<Shown> threadShows(ThreadRef headline) {
    return replies(headline.message()).map(ConsoleChatDriver::shown).toList();
  }

  @Override
  public List<Shown> onlyShownTo(Actor who) {
    return stream(state(id(who)).path("ephemerals")).map(ConsoleChatDriver::shown).toList();
  }

  /** Somebody else holds the database. */
  @Override
  public Outage outage() throws Exception {
    Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
    }
    return other::close;
  }

  @Override
  public void close() {
    database.close();
  }

  private Duration accepted(String path, Object body) {
    String token = client.token("asha", CHANNEL);
    long start = System.nanoTime();
    HttpResponse<String> response = client.post(path, token, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private JsonNode state(String person) {
    return client.json("api/state", Map.of("person", person, "channel", CHANNEL));
  }

  private Stream<JsonNode> headlines() {
    return stream(state("asha").path("messages"));
  }

  private Stream<JsonNode> replies(String root) {
    return stream(client.json("api/thread", Map.of("root", root)));
  }

  private static Shown shown(JsonNode message) {
    JsonNode card = message.path("card");
    List<String> text = new ArrayList<>();
    texts(card, text, name -> !name.equals("buttons") && !name.equals("tone"));
    return new Shown(
        message.path("id").asText(),
        String.join("\n", text) + "\n",
        stream(card.path("buttons")).map(button -> button.path("label").asText()).toList());
  }

  private static void texts(JsonNode node, List<String> into, Predicate<String> wanted) {
    if (node.isTextual()) {
      into.add(node.asText());
    } else if (node.isObject()) {
      node.properties().stream()
          .filter(each -> wanted.test(each.getKey()))
          .forEach(each -> texts(each.getValue(), into, wanted));
    } else {
      node.forEach(each -> texts(each, into, wanted));
    }
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String id(Actor who) {
    return who.id().substring("console:".length());
  }
}
