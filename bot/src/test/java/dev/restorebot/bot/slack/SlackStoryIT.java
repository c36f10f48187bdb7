package dev.restorebot.bot.slack;

import dev.restorebot.bot.story.ChatStoryContract;
import dev.restorebot.bot.testing.ChatDriver;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The whole bot in Slack, over Socket Mode. */
@Tag("docker")
class SlackStoryIT extends ChatStoryContract {
  private SlackChatDriver chat;

  @Override
  protected ChatDriver chat() {
    chat = new SlackChatDriver(SlackOptions.Mode.SOCKET);
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
