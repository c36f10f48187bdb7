package dev.restorebot.bot.slack;

import dev.restorebot.bot.story.DisasterStoryContract;
import dev.restorebot.bot.testing.ChatDriver;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** A disaster restore in Slack. */
@Tag("docker")
@Tag("compose")
@Tag("slow")
class SlackDisasterIT extends DisasterStoryContract {
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
  protected String leads() {
    return "RESTORE_BOT_SLACK_LEADS";
  }

  @Override
  protected boolean joined() {
    return chat.joined();
  }

  @Override
  protected boolean rehearsesWhole() {
    return true;
  }
}
