package dev.restorebot.bot.discord;

import dev.restorebot.bot.story.DisasterStoryContract;
import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.engine.testing.Exhaustive;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disaster restore in Discord. */
@Tag("docker")
@Tag("compose")
@Tag("slow")
class DiscordDisasterIT extends DisasterStoryContract {
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
  protected String leads() {
    return "RESTORE_BOT_DISCORD_LEADS";
  }

  @Override
  protected boolean joined() {
    return chat.joined();
  }

  @Override
  protected boolean rehearsesWhole() {
    return false;
  }

  /**
   * Dear, and the same in each chat; how a dialog is filled in here is part of the other stories.
   */
  @Test
  @Exhaustive
  @Override
  protected void aCodeServesOnceALeadWhoLeftCannotSwapAndAFailedCheckBringsTheOldDataBack()
      throws Exception {
    super.aCodeServesOnceALeadWhoLeftCannotSwapAndAFailedCheckBringsTheOldDataBack();
  }
}
