package dev.restorebot.bot.slack;

import com.slack.api.model.block.LayoutBlock;
import java.util.List;
import java.util.Optional;

/**
 * A card as Slack takes it.
 *
 * @param blocks within Slack's limits
 * @param text the same in short, for notifications
 * @param file what did not fit
 */
record Rendered(List<LayoutBlock> blocks, String text, Optional<TextFile> file) {
  /** A file for the thread. */
  record TextFile(String name, String title, String content) {}
}
