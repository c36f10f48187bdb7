package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.bot.slack.SlackOptions.Mode;
import dev.restorebot.bot.testing.RecordingInbound;
import dev.restorebot.bot.testing.SlowBody;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call in HTTP mode. */
class SlackHttpTest {
  private final RecordingInbound inbound = new RecordingInbound();
  private final SlackChatDriver chat = new SlackChatDriver(Mode.HTTP);
  private SlackFrontEnd bot;
  private SignedRequests http;

  @BeforeEach
  void join() throws Exception {
    bot = (SlackFrontEnd) chat.join(inbound);
    http = new SignedRequests(bot.httpPort());
  }

  @AfterEach
  void leave() {
    bot.close();
    assertThat(inbound.nothingElse()).isTrue();
    chat.close();
  }

  @Test
  void aWrongSignatureIsRefused() throws Exception {
    assertThat(sent(Instant.now(), "not-the-secret")).isEqualTo(401);
  }

  @Test
  void aRequestFromLongAgoIsRefused() throws Exception {
    assertThat(sent(Instant.now().minus(Duration.ofMinutes(6)), FakeSlack.SIGNING)).isEqualTo(401);
  }

  @Test
  void aRequestFromTheFutureIsRefused() throws Exception {
    assertThat(sent(Instant.now().plus(Duration.ofMinutes(6)), FakeSlack.SIGNING)).isEqualTo(401);
  }

  @Test
  void anUnsignedActionIsRefused() throws Exception {
    ObjectNode payload = chat.interaction("block_actions", "U0001");
    payload.putArray("actions");
    String body = SignedRequests.body("interactive", payload);
    int status =
        http.send(body, SignedRequests.contentType("interactive"), Instant.now(), "guessed")
            .statusCode();

    assertThat(status).isEqualTo(401);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    int status =
        http.send(
                "payload=" + "x".repeat(600_000),
                "application/x-www-form-urlencoded",
                Instant.now(),
                FakeSlack.SIGNING)
            .statusCode();

    assertThat(status).isEqualTo(413);
  }

  @Test
  void whatIsNotSlacksIsABadRequest() throws Exception {
    assertThat(
            http.send("{not json", "application/json", Instant.now(), FakeSlack.SIGNING)
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void slacksCheckOfTheCertificateIsAnsweredAndDoesNothing() throws Exception {
    String form = "application/x-www-form-urlencoded";
    assertThat(http.send("ssl_check=1&token=t", form, Instant.now(), "unsigned").statusCode())
        .isEqualTo(200);
    assertThat(
            http.send("ssl_check=1&command=%2Frestore", form, Instant.now(), "unsigned")
                .statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aBodyThatComesSlowlyOrNotAtAllIsRefusedWithinSeconds(int bytesAtATime) throws Exception {
    assertThat(SlowBody.secondsUntilRefused(bot.httpPort(), "/slack/events", bytesAtATime))
        .isLessThan(10);
  }

  @Test
  void slackMayAskWhetherTheAddressIsOurs() throws Exception {
    var response =
        http.send(
            "{\"type\":\"url_verification\",\"token\":\"t\",\"challenge\":\"3eZbrw1aB\"}",
            "application/json",
            Instant.now(),
            FakeSlack.SIGNING);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("3eZbrw1aB");
  }

  private int sent(Instant at, String secret) throws Exception {
    String body = SignedRequests.body("slash_commands", chat.command("U0001", "test"));
    return http.send(body, SignedRequests.contentType("slash_commands"), at, secret).statusCode();
  }
}
