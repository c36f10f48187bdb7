package dev.restorebot.bot.console;

import static dev.restorebot.bot.console.ConsoleChatDriver.CHANNEL;
import static dev.restorebot.bot.console.ConsoleChatDriver.PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.RecordingInbound;
import dev.restorebot.engine.state.StateDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleApiTest {
  private static final String COMMAND =
      "{\"person\":\"asha\",\"channel\":\"restores\",\"text\":\"help\"}";

  @TempDir Path folder;
  private StateDatabase database;
  private final RecordingInbound inbound = new RecordingInbound();
  private ConsoleFrontEnd console;
  private ConsoleClient client;
  private String token;

  @BeforeEach
  void start() throws Exception {
    database = StateDatabase.open(folder.resolve("state.db"));
    console = console(0);
    console.start(inbound);
    client = new ConsoleClient(console.url());
    token = client.token("asha", CHANNEL);
  }

  @AfterEach
  void stop() {
    console.close();
    database.close();
  }

  private ConsoleFrontEnd console(int port) {
    return new ConsoleFrontEnd(
        new ConsoleOptions(port, database, List.of(CHANNEL, "drills"), PEOPLE),
        text -> List.of(text + " one", text + " two"),
        () -> Optional.of(Card.of(Tone.BAD, "SERVICES DOWN").build()),
        InstantSource.system());
  }

  @Test
  void theStatusBoardIsServed() {
    assertThat(client.get("api/board", Map.of()).body()).contains("SERVICES DOWN");
  }

  @Test
  void thePageAndItsPartsAreServedWithStrictHeaders() {
    for (String path : List.of("", "index.html", "app.js", "console.css", "icon.svg")) {
      HttpResponse<String> response = client.get(path, Map.of());
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(header(response, "content-security-policy"))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
      assertThat(response.headers().firstValue("server")).isEmpty();
    }
  }

  @Test
  void thePageFetchesNothingFromOutside() {
    for (String path : List.of("", "app.js", "api.js", "card.js", "composer.js", "dom.js")) {
      assertThat(client.get(path, Map.of()).body())
          .doesNotContain("https://", "http://", "innerHTML", "insertAdjacentHTML", "eval(");
    }
  }

  @Test
  void onlyThePageItselfIsServed() {
    for (String path : List.of("api.class", "dev/restorebot/migration/V8__messages.sql", "x")) {
      HttpResponse<String> response = client.get(path, Map.of());
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(ConsoleClient.json(response).path("error").asText()).isEqualTo("http_404");
    }
  }

  @Test
  void aCommandNeedsTheToken() {
    HttpResponse<String> refused = client.post("api/command", "0".repeat(48), Map.of());
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(ConsoleClient.json(refused).path("error").asText()).isEqualTo("token");
    assertThat(inbound.nothingElse()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example",
    "Origin, null",
    "Origin, http://localhost:1",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Sec-Fetch-Site, none",
  })
  void anotherWebPageCannotPost(String name, String value) {
    HttpResponse<String> refused =
        client.send(
            client
                .request("api/command")
                .header("Content-Type", "application/json")
                .header(RequestGuard.TOKEN_HEADER, token)
                .header(name, value)
                .POST(BodyPublishers.ofString(COMMAND)));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(ConsoleClient.json(refused).path("error").asText()).isEqualTo("origin");
    assertThat(inbound.nothingElse()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void anotherWebPageCannotReadTheToken(String site) {
    HttpRequest.Builder request =
        client.request("api/state?person=asha&channel=restores").header("Sec-Fetch-Site", site);
    assertThat(client.send(request.GET()).statusCode()).isEqualTo(403);
  }

  @Test
  void aLinkToThePageWorksFromAnywhere() {
    HttpRequest.Builder request = client.request("").header("Sec-Fetch-Site", "cross-site");
    assertThat(client.send(request.GET()).statusCode()).isEqualTo(200);
  }

  @Test
  void thePagesOwnOriginMayPost() throws Exception {
    String origin = console.url().toString().replaceAll("/$", "");
    HttpResponse<String> taken =
        client.send(
            client
                .request("api/command")
                .header("Content-Type", "application/json; charset=utf-8")
                .header(RequestGuard.TOKEN_HEADER, token)
                .header("Origin", origin)
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofString(COMMAND)));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    assertThat(inbound.nextTyped().text()).isEqualTo("help");
  }

  @Test
  void aFormCannotPost() {
    HttpResponse<String> refused =
        client.send(
            client
                .request("api/command")
                .header("Content-Type", "text/plain")
                .header(RequestGuard.TOKEN_HEADER, token)
                .POST(BodyPublishers.ofString(COMMAND)));
    assertThat(refused.statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, 421",
    "127.0.0.1.evil.example, 421",
    "localhost.evil.example:80, 421",
    "0.0.0.0, 421",
    "localhost:9999, 200",
    "127.0.0.1, 200",
    "[::1]:80, 200",
  })
  void theHostMustBeALoopbackName(String host, int status) throws IOException {
    assertThat(raw("GET /api/who HTTP/1.1\r\nHost: " + host)).startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{                                                             | json",
        "null                                                          | json",
        "[]                                                            | json",
        "{\"person\":\"eve\",\"channel\":\"restores\",\"text\":\"a\"}  | person",
        "{\"channel\":\"restores\",\"text\":\"a\"}                     | person",
        "{\"person\":\"asha\",\"channel\":\"x\",\"text\":\"a\"}        | channel",
        "{\"person\":\"asha\",\"channel\":\"restores\"}                | text",
        "{\"person\":\"asha\",\"channel\":\"restores\",\"text\":\"a\\nb\"} | text",
      })
  void whatThePageWouldNotSendIsRefused(String body, String error) {
    HttpResponse<String> refused = postText("api/command", body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(ConsoleClient.json(refused).path("error").asText()).isEqualTo(error);
    assertThat(ConsoleClient.json(refused).path("message").asText()).isNotEmpty();
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void sizesAreLimited() {
    String command = "{\"person\":\"asha\",\"channel\":\"restores\",\"text\":\"%s\"}";
    assertThat(postText("api/command", command.formatted("x".repeat(1001))).statusCode())
        .isEqualTo(400);
    assertThat(postText("api/command", command.formatted("x".repeat(16 * 1024))).statusCode())
        .isEqualTo(413);
  }

  @Test
  void aButtonThatIsGoneCannotBePressed() throws Exception {
    ThreadRef message = console.post(CHANNEL, card("with").build());
    ThreadRef with =
        console.post(CHANNEL, card("x").button(Button.of(Action.CLEANUP, "a", "Clean up")).build());
    assertThat(press(with.message(), "cleanup", "a").statusCode()).isEqualTo(202);
    assertThat(press(with.message(), "cleanup", "b").statusCode()).isEqualTo(409);
    assertThat(press(message.message(), "cleanup", "a").statusCode()).isEqualTo(409);
    assertThat(press("99999", "cleanup", "a").statusCode()).isEqualTo(409);
    console.edit(with, card("x").build());
    assertThat(press(with.message(), "cleanup", "a").statusCode()).isEqualTo(409);
  }

  @Test
  void anotherPersonCannotPressTheButtonOfMyAnswer() throws Exception {
    postText("api/command", COMMAND);
    inbound
        .nextTyped()
        .responder()
        .ephemeral(card("really?").button(Button.of(Action.CANCEL, "a", "Yes")).build());
    assertThat(press("ben", "e1", "cancel", "a").statusCode()).isEqualTo(409);
    assertThat(press("asha", "e1", "cancel", "a").statusCode()).isEqualTo(202);
  }

  @Test
  void completionsComeFromTheFunction() {
    assertThat(client.get("api/complete", Map.of("text", "test")).body())
        .isEqualTo("[\"test one\",\"test two\"]");
  }

  @Test
  void olderHeadlinesComeOnDemand() throws Exception {
    for (int i = 1; i <= 205; i++) {
      console.post(CHANNEL, card("job " + i).build());
    }
    JsonNode state = client.json("api/state", Map.of("person", "asha", "channel", CHANNEL));
    assertThat(state.path("messages")).hasSize(200);
    assertThat(state.path("more").asBoolean()).isTrue();
    JsonNode first = state.path("messages").get(0);
    assertThat(first.path("card").path("title").asText()).isEqualTo("job 6");
    JsonNode older =
        client.json(
            "api/messages", Map.of("channel", CHANNEL, "before", first.path("id").asText()));
    assertThat(older.path("messages")).hasSize(5);
    assertThat(older.path("more").asBoolean()).isFalse();
  }

  @Test
  void channelsDoNotMixAndMustBeKnown() throws Exception {
    console.post("drills", card("a drill").build());
    JsonNode state = client.json("api/state", Map.of("person", "asha", "channel", CHANNEL));
    assertThat(state.path("messages")).isEmpty();
    assertThatThrownBy(() -> console.post("nowhere", card("x").build()))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void aTakenPortIsSaid() throws Exception {
    try (ConsoleFrontEnd second = console(console.url().getPort())) {
      assertThatThrownBy(() -> second.start(inbound))
          .isInstanceOf(DeliveryException.class)
          .hasMessageContaining("127.0.0.1:" + console.url().getPort());
    }
  }

  @Test
  void sharesItsDatabaseWithOtherTables() throws Exception {
    database.write(
        handle ->
            handle.execute(
                "insert into drill_schedule (database, kind, since) values ('a', 'TEST', 'b')"));

    console.post(CHANNEL, card("beside").build());

    console.close();
    String kept =
        database.query(
            handle -> handle.select("select since from drill_schedule").mapTo(String.class).one());
    assertThat(kept).isEqualTo("b");
  }

  private static Card.Builder card(String title) {
    return Card.of(Tone.INFO, title);
  }

  private HttpResponse<String> press(String message, String action, String value) {
    return press("asha", message, action, value);
  }

  private HttpResponse<String> press(String person, String message, String action, String value) {
    return client.post(
        "api/button",
        token,
        Map.of("person", person, "message", message, "action", action, "value", value));
  }

  private HttpResponse<String> postText(String path, String body) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .header(RequestGuard.TOKEN_HEADER, token)
            .POST(BodyPublishers.ofString(body)));
  }

  private String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.url().getPort())) {
      socket
          .getOutputStream()
          .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
