package dev.restorebot.bot.slack;

import com.slack.api.model.block.LayoutBlock;
import dev.restorebot.bot.message.Card;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A card as Slack takes it.
 *
 * @param blocks within Slack's limits
 * @param text the same in short, for notifications
 * @param file what did not fit, or a picture
 */
record RenderedCard(List<LayoutBlock> blocks, String text, Optional<Attached> file) {
  /**
   * A file for the thread.
   *
   * @param base64 its bytes
   */
  record Attached(String name, String title, String mediaType, String base64) {
    static Attached text(String name, String title, String content) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      return new Attached(
          name, title, "text/plain; charset=utf-8", Base64.getEncoder().encodeToString(bytes));
    }

    static Attached picture(Card.Picture picture) {
      return new Attached(picture.name(), picture.alt(), "image/png", picture.png());
    }

    byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }
  }
}
