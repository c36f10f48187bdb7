package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.slack.FakeSlack.Failure;
import dev.restorebot.bot.slack.SlackOptions.Mode;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.RecordingInbound;
import dev.restorebot.engine.testing.Eventually;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a message that Slack refuses for good. */
class SlackRefusalsTest {
  private static final Card CARD =
      Card.of(Tone.GOOD, "PASSED: a.dump restores")
          .line("All checks passed.")
          .field("Took", "3 s")
          .button(Button.of(Action.TEST, "a.dump", "Again"))
          .build();
  private static final Card TABLE =
      Card.of(Tone.INFO, "Rows")
          .table(new TableView("Rows", List.of("Table"), Collections.nCopies(100, List.of("r"))))
          .build();

  private final RecordingInbound inbound = new RecordingInbound();
  private final SlackChatDriver chat = new SlackChatDriver(Mode.SOCKET);
  private final Outbox outbox = JdbcOutbox.inMemory();
  private final Origin origin = Origin.fresh("slack", FakeSlack.CHANNEL);
  private SlackFrontEnd bot;
  private Delivery delivery;

  @BeforeEach
  void join() throws Exception {
    bot = (SlackFrontEnd) chat.join(inbound);
    delivery = new Delivery(List.of(bot), outbox, InstantSource.system());
  }

  @AfterEach
  void leave() {
    delivery.close();
    outbox.close();
    bot.close();
    chat.close();
  }

  @Test
  void refusedFormattingComesAsPlainTextWithItsButtons() throws Exception {
    chat.slack.refusedBlock = "rich_text";
    ThreadRef headline = bot.post(chat.channel(), CARD);
    bot.reply(headline, CARD);

    for (Shown shown : List.of(only(chat.channelShows()), only(chat.threadShows(headline)))) {
      assertThat(shown.text())
          .contains("PASSED: a.dump restores", "All checks passed.", "Took: 3 s");
      assertThat(shown.buttons()).containsExactly("Again");
    }
  }

  @Test
  void stepsThatSlackDoesNotKnowAreLeftOutFromThenOn() throws Exception {
    Card running =
        Card.of(Tone.RUNNING, "Restoring")
            .progress(0.5)
            .steps(List.of("restoring", "verifying"), 0)
            .button(Button.of(Action.CANCEL, "k3m9x2", "Cancel"))
            .build();
    ThreadRef first = bot.post(chat.channel(), running);
    assertThat(only(chat.channelShows()).text()).contains("Step 1 of 2: restoring");
    chat.press(chat.person(0), first, "Cancel");
    assertThat(inbound.nextClicked().value()).isEqualTo("k3m9x2");

    chat.slack.refusedBlock = "task_card";
    bot.edit(first, running);
    assertThat(only(chat.channelShows()).text()).contains("▓▓").doesNotContain("Step 1");
    assertThat(only(chat.channelShows()).buttons()).containsExactly("Cancel");
    chat.slack.refusedBlock = "";
    bot.edit(first, running);
    assertThat(only(chat.channelShows()).text()).contains("▓▓").doesNotContain("Step 1");
    assertThat(chat.slack.called("chat.update")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rich_text", "type"})
  void plainTextMentionsWhomTheCardMentions(String refused) throws Exception {
    chat.slack.refusedBlock = refused;
    ThreadRef unused = bot.post(chat.channel(), CARD.mentioning(List.of("U0001", "S0001")));

    FakeMessage message = chat.slack.messages().get(0);
    assertThat(message.blocks().isEmpty() ? message.text() : message.blocks().toString())
        .contains("<@U0001> <!subteam^S0001>");
    assertThat(message.shown().text()).contains("PASSED: a.dump restores", "@U0001 @S0001");
  }

  @Test
  void refusedBlocksComeAsTextAlone() throws Exception {
    ThreadRef headline = bot.post(chat.channel(), Card.of(Tone.RUNNING, "Restoring").build());
    chat.slack.refusedBlock = "type";
    bot.edit(headline, CARD);

    Shown shown = only(chat.channelShows());
    assertThat(shown.text()).contains("PASSED: a.dump restores", "Took: 3 s");
    assertThat(shown.buttons()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"edit_window_closed", "cant_update_message", "message_not_found"})
  void aFinalEditThatIsRefusedComesAsANewMessage(String error) throws Exception {
    delivery.begin(origin, Card.of(Tone.RUNNING, "Restoring a.dump").build());
    chat.slack.failures.put("chat.update", Failure.error(error));
    delivery.headline(origin, () -> CARD, true);

    List<Shown> shown = Eventually.get("two", chat::channelShows, all -> all.size() == 2);
    assertThat(shown.get(1).text()).contains("PASSED: a.dump restores");
    Eventually.get("an empty outbox", outbox::waiting, List::isEmpty);
  }

  @Test
  void anArchivedChannelLosesNothing() throws Exception {
    delivery.begin(origin, Card.of(Tone.RUNNING, "Restoring a.dump").build());
    chat.slack.failures.put("chat.postMessage", Failure.error("is_archived"));
    chat.slack.failures.put("chat.update", Failure.error("is_archived"));
    delivery.reply(origin, CARD);
    delivery.headline(origin, () -> CARD, true);
    Eventually.get("the attempts", () -> chat.slack.called("chat.postMessage"), n -> n == 4);
    assertThat(outbox.waiting()).hasSize(2);

    delivery.close();
    chat.slack.failures.clear();
    delivery = new Delivery(List.of(bot), outbox, InstantSource.system());
    delivery.start();
    Eventually.get("an empty outbox", outbox::waiting, List::isEmpty);
    assertThat(only(chat.channelShows()).text()).contains("PASSED: a.dump restores");
  }

  @ParameterizedTest
  @ValueSource(strings = {"files.getUploadURLExternal", "files.completeUploadExternal"})
  void aRefusedFileCostsTheFileAndNotTheText(String method) throws Exception {
    ThreadRef headline = bot.post(chat.channel(), CARD);
    chat.slack.failures.put(method, Failure.error("file_uploads_disabled"));
    bot.reply(headline, TABLE);
    bot.edit(headline, TABLE);

    List<Shown> thread = chat.threadShows(headline);
    assertThat(thread.get(0).text()).contains("Rows");
    assertThat(thread.get(1).text()).contains("Slack refused the file rows.txt");
    assertThat(only(chat.channelShows()).text()).contains("Rows");
  }

  private static Shown only(List<Shown> all) {
    assertThat(all).hasSize(1);
    return all.get(0);
  }
}
