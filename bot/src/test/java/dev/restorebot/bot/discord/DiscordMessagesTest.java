package dev.restorebot.bot.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.discord.fake.FakeDiscord;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscordMessagesTest extends InDiscord {
  @Test
  void aRateLimitIsWaitedForAndTheMessageComesOnce() throws Exception {
    join();
    discord.faults().limit("/messages", 1, 0.2);
    bot.post(discord.channel(), card("after the limit"));

    assertThat(channel()).hasSize(1);
    assertThat(discord.calls("POST /channels/")).isEqualTo(2);
  }

  @Test
  void aMessageWhoseAnswerGotLostIsNotThereTwice() throws Exception {
    join();
    discord.faults().loseAnswer("/messages");
    ThreadRef posted = bot.post(discord.channel(), card("once"));

    assertThat(discord.calls("POST /channels/")).isEqualTo(2);
    assertThat(channel()).extracting(shown -> shown.id()).containsExactly(posted.message());
  }

  @Test
  void aLongRateLimitIsHandedBackAndTheMessageDoesNotComeLater() throws Exception {
    bot =
        new DiscordFrontEnd(
            options(FakeDiscord.TOKEN),
            (word, argument, part, given) -> List.of(),
            InstantSource.system(),
            Duration.ofMillis(500));
    bot.start(inbound);
    discord.faults().limit("/messages", 1, 1.5);
    DeliveryException refused =
        catchThrowableOfType(
            DeliveryException.class, () -> bot.post(discord.channel(), card("limited")));
    assertThat(refused.retryable()).isTrue();

    ThreadRef posted = afterTheLimit();
    assertThat(channel()).extracting(shown -> shown.id()).containsExactly(posted.message());
  }

  private ThreadRef afterTheLimit() {
    return dev.restorebot.engine.testing.Eventually.get(
        "the limit's end",
        () -> {
          try {
            return bot.post(discord.channel(), card("again"));
          } catch (DeliveryException e) {
            return null;
          }
        },
        posted -> posted != null);
  }

  @Test
  void aThreadThatSleepsIsWokenByAReplyAndByAnEdit() throws Exception {
    join();
    ThreadRef headline = bot.post(discord.channel(), card("headline"));
    ThreadRef reply = bot.reply(headline, card("first"));
    discord.archive(headline.message());
    bot.edit(reply, card("edited"));
    assertThat(discord.archived(headline.message())).isFalse();
    discord.archive(headline.message());
    bot.reply(headline, card("second"));

    assertThat(chat.threadShows(headline)).hasSize(2);
    assertThat(chat.threadShows(headline).get(0).text()).contains("edited");
  }

  @Test
  void aDeletedThreadIsSaidAndNotTriedAgain() throws Exception {
    join();
    ThreadRef headline = bot.post(discord.channel(), card("headline"));
    bot.reply(headline, card("first"));
    discord.deleteThread(headline.message());
    DeliveryException gone =
        catchThrowableOfType(DeliveryException.class, () -> bot.reply(headline, card("second")));

    assertThat(gone.retryable()).isFalse();
    assertThat(gone).hasMessageContaining("deleted");
  }

  @Test
  void aChannelThatIsNoIdIsSaid() throws Exception {
    join();
    DeliveryException refused =
        catchThrowableOfType(DeliveryException.class, () -> bot.post("#restores", card("x")));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused).hasMessageContaining("ids are numbers");
  }

  @Test
  void aReplyToAReplyStandsInTheSameThread() throws Exception {
    join();
    ThreadRef headline = bot.post(discord.channel(), card("headline"));
    ThreadRef reply = bot.reply(headline, card("first"));
    bot.reply(reply, card("second"));

    assertThat(chat.threadShows(headline)).hasSize(2);
    assertThat(reply.channel()).isEqualTo(discord.channel());
  }

  @Test
  void anEditTakesOldFilesAndButtonsAway() throws Exception {
    join();
    List<List<String>> rows = Collections.nCopies(200, List.of("cell"));
    ThreadRef posted =
        bot.post(
            discord.channel(),
            Card.of(Tone.INFO, "long")
                .table(new TableView("Rows", List.of("c"), rows))
                .button(Button.of(Action.TEST, "b", "Press"))
                .build());
    assertThat(channel().get(0).text()).contains("cell");
    bot.edit(posted, card("short"));

    assertThat(channel().get(0).text()).doesNotContain("cell");
    assertThat(channel().get(0).buttons()).isEmpty();
  }

  @Test
  void aMessageOfAnEarlierVersionIsEditedIntoComponents() throws Exception {
    join();
    ThreadRef earlier = earlier();
    bot.edit(earlier, card("PASSED"));
    bot.edit(earlier, card("PASSED once more"));

    assertThat(channel()).hasSize(1);
    assertThat(channel().get(0).text()).contains("PASSED once more").doesNotContain("Restoring");
  }

  @Test
  void aMessageOfAnEarlierVersionThatMayNotHaveComponentsIsEditedAsText() throws Exception {
    join();
    ThreadRef earlier = earlier();
    discord.faults().refuse("/messages", "\"flags\":32768", 400, 50035);
    bot.edit(earlier, card("PASSED"));

    assertThat(channel()).hasSize(1);
    assertThat(channel().get(0).text()).contains("PASSED").doesNotContain("Restoring");
  }

  private ThreadRef earlier() {
    String id =
        discord.postedEarlier(
            discord.channel(),
            "{'content':'','embeds':[{'title':'Restoring a.dump','color':1}],'components':[]}");
    return new ThreadRef(DiscordFrontEnd.NAME, discord.channel(), id);
  }

  @Test
  void theInviteAsksForThePermissionsThatAreUsedAndNoOthers() throws Exception {
    join();
    ThreadRef headline = bot.post(discord.channel(), card("headline"));
    List<List<String>> rows = Collections.nCopies(200, List.of("cell"));
    bot.reply(
        headline,
        Card.of(Tone.INFO, "long").table(new TableView("Rows", List.of("c"), rows)).build());

    assertThat(DiscordInvite.PERMISSIONS.stream().map(Enum::name))
        .containsExactlyInAnyOrderElementsOf(discord.usedPermissions());
    assertThat(DiscordInvite.url("123456789012345678"))
        .contains("scope=bot%20applications.commands");
  }
}
