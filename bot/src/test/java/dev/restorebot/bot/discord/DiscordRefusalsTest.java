package dev.restorebot.bot.discord;

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
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.engine.testing.Eventually;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a message that Discord refuses for good. */
class DiscordRefusalsTest extends InDiscord {
  private static final String CONTAINER = "\"type\":17";
  private static final String FILE = "filename=";
  private static final Card CARD =
      Card.of(Tone.GOOD, "PASSED: a.dump restores")
          .line("All checks passed.")
          .button(Button.of(Action.TEST, "a.dump", "Again"))
          .build();
  private static final Card TABLE =
      Card.of(Tone.INFO, "Rows by table")
          .table(new TableView("Rows", List.of("Table"), Collections.nCopies(100, List.of("r"))))
          .build();

  @Test
  void aRefusedContainerComesAsPlainTextWithItsButtons() throws Exception {
    join();
    discord.faults().refuse("/messages", CONTAINER, 400, 50035);
    ThreadRef headline = bot.post(discord.channel(), card("Restoring"));
    bot.edit(headline, CARD);

    assertThat(channel()).hasSize(1);
    assertThat(channel().get(0).text()).contains("PASSED: a.dump restores", "All checks passed.");
    assertThat(channel().get(0).buttons()).containsExactly("Again");
  }

  @Test
  void plainTextMentionsWhomTheCardMentions() throws Exception {
    join();
    discord.faults().refuse("/messages", CONTAINER, 400, 50035);
    ThreadRef unused = bot.post(discord.channel(), CARD.mentioning(List.of(asha)));

    assertThat(channel().get(0).text()).contains("@" + asha, "PASSED: a.dump restores");
  }

  @Test
  void refusedButtonsComeAsTextAlone() throws Exception {
    join();
    discord.faults().refuse("/messages", CONTAINER, 400, 50035);
    discord.faults().refuse("/messages", "custom_id", 400, 50035);
    ThreadRef unused = bot.post(discord.channel(), CARD);

    assertThat(channel().get(0).text()).contains("PASSED: a.dump restores");
    assertThat(channel().get(0).buttons()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"413, 40005", "413, 0", "403, 50013"})
  void aRefusedFileCostsTheFileAndNotTheText(int status, int code) throws Exception {
    join();
    ThreadRef headline = bot.post(discord.channel(), card("Restoring"));
    discord.faults().refuse("/messages", FILE, status, code);
    bot.reply(headline, TABLE);

    List<Shown> thread = people.reads(headline.message(), headline.message() + "/");
    assertThat(thread).hasSize(1);
    assertThat(thread.get(0).text()).contains("Rows by table", "Discord refused the file");
  }

  @Test
  void aRefusedAnswerToOnePersonComesAsText() throws Exception {
    join();
    discord.faults().refuse("/webhooks/", CONTAINER, 400, 50035);
    people.type(asha, discord.channel(), "status");
    inbound.nextTyped().responder().ephemeral(CARD);

    assertThat(answer("PASSED: a.dump restores").buttons()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/threads, 403, 50013", "/threads, 400, 160006"})
  void withoutAThreadTheReplyGoesToTheChannel(String part, int status, int code) throws Exception {
    join();
    discord.faults().refuse(part, "", status, code);
    repliesInTheChannel();
  }

  @Test
  void aLockedThreadsReplyGoesToTheChannel() throws Exception {
    join();
    ThreadRef headline = bot.post(discord.channel(), card("Restoring"));
    bot.reply(headline, card("Sandbox started"));
    discord.faults().refuse(headline.message() + "/messages", "", 400, 160005);
    try (Outbox outbox = JdbcOutbox.inMemory()) {
      Origin origin = Origin.fresh("discord", discord.channel());
      outbox.posted(origin, headline.message());
      try (Delivery delivery = new Delivery(List.of(bot), outbox, InstantSource.system())) {
        delivery.reply(origin, CARD);
        List<Shown> shown = Eventually.get("the reply", this::channel, all -> all.size() == 2);
        assertThat(shown.get(1).text()).contains("PASSED: a.dump restores", "thread is locked");
      }
    }
  }

  private void repliesInTheChannel() throws Exception {
    try (Outbox outbox = JdbcOutbox.inMemory();
        Delivery delivery = new Delivery(List.of(bot), outbox, InstantSource.system())) {
      Origin origin = Origin.fresh("discord", discord.channel());
      delivery.begin(origin, card("Restoring a.dump"));
      delivery.reply(origin, CARD);
      List<Shown> shown = Eventually.get("the reply", this::channel, all -> all.size() == 2);
      assertThat(shown.get(1).text()).contains("PASSED: a.dump restores", "Posted here because");
      assertThat(shown.get(1).buttons()).containsExactly("Again");
      Eventually.get("an empty outbox", outbox::waiting, List::isEmpty);
    }
  }
}
