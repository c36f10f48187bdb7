package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.slack.FakeSlack.Failure;
import dev.restorebot.bot.slack.SlackOptions.Mode;
import dev.restorebot.bot.testing.RecordingInbound;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the front end does when Slack or the network is not well. */
class SlackTroubleTest {
  private static final Card CARD = Card.of(Tone.INFO, "Hello").build();

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
  void tooManyMessagesSayWhenToComeAgain() {
    chat.slack.failures.put(
        "chat.postMessage",
        new Failure(429, "Retry-After", "30", "{\"ok\":false,\"error\":\"ratelimited\"}"));

    DeliveryException refused = refused(() -> bot.post(chat.channel(), CARD));

    assertThat(refused.retryable()).isTrue();
    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(chat.slack.called("chat.postMessage")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "500, internal server error",
    "503, <html>away</html>",
    "200, <html>a proxy</html>",
    "200, '{\"ok\":false,\"error\":\"internal_error\"}'",
    "200, '{\"ok\":false,\"error\":\"service_unavailable\"}'",
    "200, '{\"ok\":false,\"error\":\"ratelimited\"}'",
  })
  void slacksOwnTroubleMayBeTriedAgain(int status, String body) throws Exception {
    chat.slack.failures.put("chat.postMessage", new Failure(status, "X-Fake", "1", body));

    assertThat(refused(() -> bot.post(chat.channel(), CARD)).retryable()).isTrue();
    assertThat(chat.slack.called("chat.postMessage")).isEqualTo(1);
    chat.slack.failures.clear();
    bot.post(chat.channel(), CARD);
    assertThat(chat.channelShows()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "not_in_channel, /invite @restore-bot",
    "channel_not_found, /invite @restore-bot",
    "is_archived, archived",
    "message_not_found, was deleted",
    "invalid_auth, slack.bot-token",
    "invalid_blocks, invalid_blocks",
    "missing_scope, slack-manifest.yaml",
  })
  void whatNeverWorksSaysWhatToDo(String error, String hint) throws Exception {
    ThreadRef message = bot.post(chat.channel(), CARD);
    chat.slack.failures.put("chat.update", Failure.error(error));

    DeliveryException refused = refused(() -> bot.edit(message, CARD));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused.getMessage()).contains(hint, error);
  }

  @Test
  void aChannelThatTheBotIsNotInIsNamed() {
    DeliveryException refused = refused(() -> bot.post("C0999OTHER", CARD));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused.getMessage()).contains("C0999OTHER", "/invite @restore-bot");
  }

  @Test
  void aMissingScopeIsNamed() {
    chat.slack.scopes = java.util.Set.of("commands");

    DeliveryException refused = refused(() -> bot.post(chat.channel(), CARD));

    assertThat(refused.getMessage()).contains("needed: chat:write", "slack-manifest.yaml");
  }

  @Test
  void aPlanWithoutUserGroupsSaysToListPeople() throws Exception {
    chat.slack.failures.put("usergroups.users.list", Failure.error("plan_upgrade_required"));

    DeliveryException refused =
        refused(() -> bot.belongs(chat.person(1), List.of(FakeSlack.GROUP)));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused.getMessage()).contains("List the people's ids (U…)");
    assertThat(bot.belongs(chat.person(1), List.of(FakeSlack.GROUP, "U0002"))).isTrue();
  }

  @Test
  void aGroupIsAskedForOnceInAWhile() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(bot.belongs(chat.person(0), List.of("W9", FakeSlack.GROUP))).isTrue();
      assertThat(bot.belongs(chat.person(1), List.of(FakeSlack.GROUP))).isFalse();
    }

    assertThat(chat.slack.called("usergroups.users.list")).isEqualTo(1);
  }

  @Test
  void onlyFullMembersOfTheWorkspaceBelongAsMembers() throws Exception {
    List<String> ids = List.of(FakeSlack.GROUP);
    assertThat(bot.belongsAsMember(chat.person(0), ids, true)).isTrue();
    assertThat(bot.belongsAsMember(chat.person(1), ids, true)).isFalse();
    for (String no : List.of("deleted", "is_bot", "is_restricted", "is_ultra_restricted")) {
      account().put(no, true);
      assertThat(bot.belongsAsMember(chat.person(0), ids, true)).as(no).isFalse();
      assertThat(bot.belongsAsMember(chat.person(0), List.of("U0001"), true)).as(no).isFalse();
    }
    account().put("team_id", "T0666");
    assertThat(bot.belongsAsMember(chat.person(0), ids, true)).isFalse();
    assertThat(bot.people(List.of("U0001", "U0002"))).contains(Set.of("slack:U0002"));
    account().put("team_id", "T0666").withObject("/enterprise_user").putArray("teams").add("T0001");
    assertThat(bot.belongsAsMember(chat.person(0), ids, true)).isTrue();
    chat.slack.failures.put("users.info", Failure.error("user_not_found"));
    assertThat(bot.belongsAsMember(chat.person(0), ids, true)).isFalse();
    chat.slack.failures.put("users.info", Failure.error("internal_error"));
    assertThat(refused(() -> bot.belongsAsMember(chat.person(0), ids, true)).retryable()).isTrue();
  }

  private ObjectNode account() {
    ObjectNode account = FakeSlack.JSON.createObjectNode();
    chat.slack.accounts.put("U0001", account);
    return account;
  }

  @Test
  void whoJustLeftTheGroupIsNoticedWhenSlackIsAskedNow() throws Exception {
    List<String> ids = List.of(FakeSlack.GROUP);
    assertThat(bot.belongsAsMember(chat.person(0), ids, false)).isTrue();
    chat.slack.group = List.of("U0002");
    assertThat(bot.belongsAsMember(chat.person(0), ids, false)).isTrue();
    assertThat(bot.belongsAsMember(chat.person(0), ids, true)).isFalse();
    assertThat(bot.people(ids)).contains(Set.of("slack:U0002"));
  }

  @Test
  void aTableWhoseFileIsRefusedIsNotPostedTwice() throws Exception {
    ThreadRef headline = bot.post(chat.channel(), CARD);
    Card card =
        Card.of(Tone.INFO, "Rows by table")
            .table(
                new TableView(
                    "Row counts",
                    List.of("Table"),
                    Collections.nCopies(100, List.of("one_of_many"))))
            .build();
    chat.slack.failures.put("files.completeUploadExternal", Failure.error("internal_error"));
    assertThat(refused(() -> bot.reply(headline, card)).retryable()).isTrue();
    assertThat(refused(() -> bot.reply(headline, card)).retryable()).isTrue();
    chat.slack.failures.clear();
    bot.reply(headline, card);

    assertThat(chat.threadShows(headline)).hasSize(2);
    assertThat(chat.threadShows(headline).get(1).text().lines()).hasSize(101);
  }

  @Test
  void aTableWhoseBytesAreRefusedLeavesNothingBehind() throws Exception {
    ThreadRef headline = bot.post(chat.channel(), CARD);
    Card card =
        Card.of(Tone.INFO, "Rows")
            .table(new TableView("T", List.of("c"), Collections.nCopies(100, List.of("r"))))
            .build();
    chat.slack.failures.put("files.getUploadURLExternal", Failure.error("internal_error"));

    assertThat(refused(() -> bot.reply(headline, card)).retryable()).isTrue();
    assertThat(chat.threadShows(headline)).isEmpty();
  }

  private static DeliveryException refused(ThrowingCallable call) {
    DeliveryException refused = catchThrowableOfType(DeliveryException.class, call);
    assertThat(refused).isNotNull();
    assertThat(refused.toString()).doesNotContain("very-secret");
    return refused;
  }
}
