package dev.restorebot.bot.console;

import static dev.restorebot.bot.console.ConsoleChatDriver.CHANNEL;
import static dev.restorebot.bot.console.ConsoleChatDriver.PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.CardJson;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.RecordingInbound;
import dev.restorebot.engine.state.StateDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EventStreamTest {
  @TempDir Path folder;
  private StateDatabase database;
  private final RecordingInbound inbound = new RecordingInbound();
  private ConsoleFrontEnd console;
  private ConsoleClient client;

  @BeforeEach
  void start() throws Exception {
    database = StateDatabase.open(folder.resolve("state.db"));
    console =
        new ConsoleFrontEnd(
            new ConsoleOptions(0, database, List.of(CHANNEL), PEOPLE),
            text -> List.of(),
            Optional::empty,
            InstantSource.system());
    console.start(inbound);
    client = new ConsoleClient(console.url());
  }

  @AfterEach
  void stop() {
    console.close();
    database.close();
  }

  @Test
  void changesArriveInOrderAndReplyCountsWithThem() throws Exception {
    try (Page page = new Page("asha", cursor("asha"))) {
      ThreadRef head = console.post(CHANNEL, card("one"));
      assertThat(page.next("message").path("card").path("title").asText()).isEqualTo("one");
      console.reply(head, card("two"));
      assertThat(page.next("message").path("card").path("title").asText()).isEqualTo("two");
      assertThat(page.next("message").path("replies").asInt()).isEqualTo(1);
    }
  }

  @Test
  void aPageThatWasAwayGetsWhatItMissedInItsNewestState() throws Exception {
    ThreadRef head = console.post(CHANNEL, card("one"));
    String cursor = cursor("asha");
    console.edit(head, card("two"));
    console.edit(head, card("three"));
    try (Page page = new Page("asha", cursor)) {
      assertThat(page.next("message").path("card").path("title").asText()).isEqualTo("three");
    }
  }

  @Test
  void anAnswerToOnePersonReachesOnlyTheirPage() throws Exception {
    try (Page asha = new Page("asha", cursor("asha"));
        Page ben = new Page("ben", cursor("ben"))) {
      client.post(
          "api/command",
          client.token("asha", CHANNEL),
          Map.of("person", "asha", "channel", CHANNEL, "text", "status"));
      inbound.nextTyped().responder().ephemeral(card("only for Asha"));
      console.post(CHANNEL, card("for all"));

      JsonNode answer = asha.next("ephemeral", "message");
      assertThat(ben.next("ephemeral", "message").path("card").path("title").asText())
          .isEqualTo("for all");
      JsonNode other = asha.next("ephemeral", "message");
      assertThat(List.of(answer, other))
          .extracting(each -> each.path("card").path("title").asText())
          .containsExactlyInAnyOrder("only for Asha", "for all");
    }
  }

  @Test
  void aCursorOfAnotherStartIsToldToBeginAnew() throws Exception {
    try (Page page = new Page("asha", "00000000-5-0")) {
      assertThat(page.next("reset")).isEmpty();
    }
  }

  private String cursor(String person) {
    return client
        .json("api/state", Map.of("person", person, "channel", CHANNEL))
        .path("cursor")
        .asText();
  }

  private static Card card(String title) {
    return Card.of(Tone.INFO, title).build();
  }

  /** An open page that only listens. */
  private final class Page implements AutoCloseable {
    private final InputStream stream;
    private final BufferedReader lines;

    Page(String person, String cursor) throws IOException {
      URL url = console.url().resolve("api/events?person=" + person + "&cursor=" + cursor).toURL();
      URLConnection connection = url.openConnection();
      connection.setRequestProperty("Accept", "text/event-stream");
      stream = connection.getInputStream();
      lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    JsonNode next(String... kinds) throws IOException {
      String kind = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          kind = line.substring(7);
        } else if (line.startsWith("data: ") && List.of(kinds).contains(kind)) {
          return CardJson.JSON.readTree(line.substring(6));
        }
      }
      throw new AssertionError("the stream ended");
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
