package dev.restorebot.bot.slack;

import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.bot.testing.ChatFrontEndContract;

class SlackFrontEndTest extends ChatFrontEndContract {
  @Override
  protected ChatDriver chat() {
    return new SlackChatDriver(SlackOptions.Mode.SOCKET);
  }
}
