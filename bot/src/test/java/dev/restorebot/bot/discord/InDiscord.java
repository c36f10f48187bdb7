package dev.restorebot.bot.discord;

import dev.restorebot.bot.discord.fake.FakeDiscord;
import dev.restorebot.bot.discord.fake.People;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.RecordingInbound;
import dev.restorebot.engine.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bot at a Discord of our own, with people. */
abstract class InDiscord {
  @TempDir Path folder;

  final RecordingInbound inbound = new RecordingInbound();
  DiscordChatDriver chat;
  FakeDiscord discord;
  People people;
  String asha;
  DiscordFrontEnd bot;

  @BeforeEach
  void open() {
    chat = new DiscordChatDriver(folder.resolve("state.db"));
    discord = chat.discord;
    people = chat.people;
    asha = discord.person(0);
  }

  @AfterEach
  void leave() {
    if (bot != null) {
      bot.close();
    }
    chat.close();
  }

  void join() throws Exception {
    bot = (DiscordFrontEnd) chat.join(inbound);
  }

  DiscordOptions options(String token) {
    return chat.options(token);
  }

  Shown answer(String text) {
    return Eventually.get(
            "an answer: " + text,
            () -> people.readsAlone(asha),
            all -> all.stream().anyMatch(shown -> shown.text().contains(text)))
        .stream()
        .filter(shown -> shown.text().contains(text))
        .findFirst()
        .orElseThrow();
  }

  List<Shown> channel() {
    return people.reads(discord.channel(), "");
  }

  static Card card(String title) {
    return Card.of(Tone.INFO, title).build();
  }
}
