package dev.restorebot.bot.console;

import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.bot.testing.ChatFrontEndContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ConsoleFrontEndTest extends ChatFrontEndContract {
  @TempDir Path folder;

  @Override
  protected ChatDriver chat() {
    return new ConsoleChatDriver(folder.resolve("state.db"));
  }
}
