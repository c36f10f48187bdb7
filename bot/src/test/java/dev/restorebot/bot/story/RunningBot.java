package dev.restorebot.bot.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.bot.testing.BotProcess;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.engine.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code restore-bot run} in a process of its own, used through its console's API. */
final class RunningBot implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS =
      Pattern.compile("Console: (http://127\\.0\\.0\\.1:\\d+/?)");
  private static final String WHO = "person=operator&channel=ops-restore";

  private final HttpClient http = HttpClient.newHttpClient();
  private final BotProcess process;
  private final URI address;

  /** Starts it on that state and waits until it serves. */
  RunningBot(Path state, OwnSandboxes own) throws IOException {
    this(state, own, Map.of());
  }

  /** The same with more in its environment. */
  RunningBot(Path state, OwnSandboxes own, Map<String, String> more) throws IOException {
    process = launch(state, own, more);
    String said = process.await("the address", BotProcess::out, out -> ADDRESS.matcher(out).find());
    Matcher matcher = ADDRESS.matcher(said);
    if (!matcher.find()) {
      throw new AssertionError("no address in: " + said);
    }
    address = URI.create(matcher.group(1)).resolve("/");
  }

  /** Starts it on that state. */
  static BotProcess launch(Path state, OwnSandboxes own) throws IOException {
    return launch(state, own, Map.of());
  }

  private static BotProcess launch(Path state, OwnSandboxes own, Map<String, String> more)
      throws IOException {
    Map<String, String> environment = new HashMap<>(own.environment());
    environment.put("RESTORE_BOT_STATE_DIR", state.resolve("restore-bot").toString());
    environment.put("RESTORE_BOT_BACKUPS_FOLDERS", backups(state).toString());
    environment.put("RESTORE_BOT_CONSOLE_PORT", "0");
    environment.putAll(more);
    return BotProcess.start(environment, "run");
  }

  /** Where it looks for backups. */
  static Path backups(Path state) {
    return state.resolve("backups");
  }

  BotProcess process() {
    return process;
  }

  /** The operator types a command. */
  void type(String text) {
    post("api/command", Map.of("person", "operator", "channel", "ops-restore", "text", text));
  }

  /** The operator presses a button of a message. */
  void press(long message, String action, String value) {
    post(
        "api/button",
        Map.of(
            "person",
            "operator",
            "message",
            Long.toString(message),
            "action",
            action,
            "value",
            value));
  }

  private void post(String path, Map<String, String> body) {
    try {
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(address.resolve(path))
                  .header("Content-Type", "application/json")
                  .header("X-Console-Token", get("api/state?" + WHO).path("token").asText())
                  .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
      if (answer.statusCode() != 202) {
        throw new AssertionError(path + " was answered with " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A headline as it is now.
   *
   * @param job the job's id; empty before there is one
   */
  record Headline(long id, String title, String job, String text) {}

  /** The headlines, oldest first. */
  List<Headline> headlines() {
    List<Headline> all = new ArrayList<>();
    for (JsonNode message : get("api/state?" + WHO).path("messages")) {
      JsonNode card = message.path("card");
      String job = "";
      for (JsonNode field : card.path("fields")) {
        job = field.path("label").asText().equals("Job") ? field.path("value").asText() : job;
      }
      all.add(
          new Headline(
              message.path("id").asLong(), card.path("title").asText(), job, card.toString()));
    }
    return all;
  }

  /** Waits until the headline about that backup begins like this. */
  Headline headline(String backup, String start) {
    return Eventually.get(
            "a headline of " + backup + " that begins with " + start,
            this::headlines,
            all -> all.stream().anyMatch(each -> is(each, backup, start)),
            Eventually.RESTORE)
        .stream()
        .filter(each -> is(each, backup, start))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static boolean is(Headline headline, String backup, String start) {
    return headline.title().contains(backup) && headline.title().startsWith(start);
  }

  /** Waits for a reply with that title, and returns all of it as JSON. */
  String reply(Headline headline, String title) {
    return Eventually.get(
            "a reply: " + title,
            () -> replies(headline),
            all -> all.stream().anyMatch(card -> card.path("title").asText().equals(title)))
        .stream()
        .filter(card -> card.path("title").asText().equals(title))
        .findFirst()
        .orElseThrow()
        .toString();
  }

  private List<JsonNode> replies(Headline headline) {
    List<JsonNode> cards = new ArrayList<>();
    get("api/thread?root=" + headline.id()).forEach(reply -> cards.add(reply.path("card")));
    return cards;
  }

  private JsonNode get(String path) {
    try {
      return JSON.readTree(send(HttpRequest.newBuilder(address.resolve(path)).GET()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
