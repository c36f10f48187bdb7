package dev.restorebot.bot.discord;

import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.bot.testing.ChatFrontEndContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DiscordFrontEndTest extends ChatFrontEndContract {
  @TempDir Path folder;

  @Override
  protected ChatDriver chat() {
    return new DiscordChatDriver(folder.resolve("state.db"));
  }
}
