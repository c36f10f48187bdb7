package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.settings.SecretValue;
import dev.restorebot.bot.slack.FakeSlack.Failure;
import dev.restorebot.bot.slack.SlackOptions.Mode;
import dev.restorebot.bot.testing.RecordingInbound;
import dev.restorebot.engine.testing.Eventually;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the front end starts, and refuses to. */
class SlackStartTest {
  private final RecordingInbound inbound = new RecordingInbound();
  private final SlackChatDriver chat = new SlackChatDriver(Mode.SOCKET);
  private final SlackOptions good = chat.options();

  @AfterEach
  void leave() {
    chat.close();
  }

  @ParameterizedTest
  @CsvSource({
    "auth.test, invalid_auth, slack.bot-token",
    "auth.test, account_inactive, Install it again",
    "auth.test, not_allowed_token_type, xoxb-",
    "apps.connections.open, invalid_auth, slack.app-token",
    "apps.connections.open, missing_scope, slack-manifest.yaml",
  })
  void whatCanNeverWorkFailsTheStart(String method, String error, String hint) {
    chat.slack.failures.put(method, Failure.error(error));

    DeliveryException refused = refused(good);

    assertThat(refused.getMessage()).contains(hint, error);
  }

  @Test
  void aWrongTokenIsRefusedWithoutBeingShown() {
    DeliveryException refused =
        refused(with(good.mode(), "xoxb-very-secret-and-wrong", FakeSlack.APP_TOKEN, ""));

    assertThat(refused.getMessage()).contains("slack.bot-token", "invalid_auth");
    assertThat(refused.toString()).doesNotContain("very-secret");
    assertThat(good.toString()).doesNotContain("very-secret").doesNotContain(FakeSlack.SIGNING);
  }

  @Test
  void aTokenThatIsNotSetIsNamed() {
    assertThat(refused(with(Mode.SOCKET, "", FakeSlack.APP_TOKEN, "")).getMessage())
        .contains("slack.bot-token");
    assertThat(refused(with(Mode.SOCKET, FakeSlack.BOT_TOKEN, "", "")).getMessage())
        .contains("slack.app-token");
    assertThat(refused(with(Mode.HTTP, FakeSlack.BOT_TOKEN, "", "")).getMessage())
        .contains("slack.signing-secret");
  }

  @Test
  void aTokenOfAnotherWorkspaceIsRefused() {
    DeliveryException refused =
        refused(with(good.mode(), FakeSlack.BOT_TOKEN, FakeSlack.APP_TOKEN, "T0777"));

    assertThat(refused.getMessage()).contains("T0001", "T0777", "slack.workspace");
  }

  @Test
  void aSlackThatIsAwayIsWaitedFor() throws Exception {
    chat.slack.outage = true;
    try (SlackFrontEnd bot = new SlackFrontEnd(good, List::of)) {
      bot.start(inbound);
      assertThat(chat.slack.socket.connections()).isZero();
      chat.slack.outage = false;
      Eventually.get("a connection", chat.slack.socket::connections, n -> n == 1);

      chat.type(chat.person(0), "status");
      assertThat(inbound.nextTyped().text()).isEqualTo("status");
    }
  }

  private DeliveryException refused(SlackOptions options) {
    try (SlackFrontEnd bot = new SlackFrontEnd(options, List::of)) {
      DeliveryException refused =
          catchThrowableOfType(DeliveryException.class, () -> bot.start(inbound));
      assertThat(refused).isNotNull();
      assertThat(refused.retryable()).isFalse();
      return refused;
    }
  }

  private SlackOptions with(Mode mode, String bot, String app, String workspace) {
    return new SlackOptions(
        mode,
        good.apiBaseUrl(),
        new SecretValue(bot),
        new SecretValue(app),
        SecretValue.NONE,
        Optional.of(workspace).filter(id -> !id.isEmpty()),
        0);
  }
}
