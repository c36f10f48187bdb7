package dev.restorebot.bot.discord;

import dev.restorebot.bot.story.ChatStoryContract;
import dev.restorebot.bot.testing.ChatDriver;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The whole bot in Discord. */
@Tag("docker")
class DiscordStoryIT extends ChatStoryContract {
  @TempDir Path temp;
  private DiscordChatDriver chat;

  @Override
  protected ChatDriver chat() {
    chat = new DiscordChatDriver(temp.resolve("unused.db"));
    return chat;
  }

  @Override
  protected Map<String, String> environment() {
    return chat.environment();
  }

  @Override
  protected boolean joined() {
    return chat.joined();
  }
}
