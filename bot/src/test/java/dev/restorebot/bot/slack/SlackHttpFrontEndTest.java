package dev.restorebot.bot.slack;

import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.bot.testing.ChatFrontEndContract;

class SlackHttpFrontEndTest extends ChatFrontEndContract {
  @Override
  protected ChatDriver chat() {
    return new SlackChatDriver(SlackOptions.Mode.HTTP);
  }
}
