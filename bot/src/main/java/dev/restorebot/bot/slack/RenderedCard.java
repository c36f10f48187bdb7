package dev.restorebot.bot.slack;

import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.PlainTextObject;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A card as Slack takes it.
 *
 * @param blocks within Slack's limits
 * @param text the same in short, for notifications
 * @param file what did not fit, or a picture
 * @param plain what it says without formatting, for a Slack that refuses the blocks
 * @param mentions whom it notifies, in Slack's markup; empty for nobody
 */
record RenderedCard(
    List<LayoutBlock> blocks, String text, Optional<Attached> file, String plain, String mentions) {
  private static final Logger LOG = LoggerFactory.getLogger(RenderedCard.class);

  /** Sends one form of a card. */
  @FunctionalInterface
  interface Send<T> {
    T send(RenderedCard form) throws DeliveryException;
  }

  /**
   * Sends the card, and where Slack refuses what it holds, plain text with its buttons or alone.
   */
  <T> T send(Send<T> call) throws DeliveryException {
    DeliveryException first;
    try {
      return call.send(this);
    } catch (DeliveryException e) {
      first = e;
    }
    for (RenderedCard form : List.of(withButtons(), alone())) {
      if (!SlackErrors.isAboutContent(first)) {
        throw first;
      }
      LOG.warn("a message is sent as plain text: {}", first.getMessage());
      try {
        return call.send(form);
      } catch (DeliveryException e) {
        first = e;
      }
    }
    throw first;
  }

  /** Returns whether it shows steps. */
  boolean hasPlan() {
    return blocks.stream().anyMatch(PlanBlock.class::isInstance);
  }

  /** The same without the steps. */
  RenderedCard withoutPlan() {
    return new RenderedCard(
        blocks.stream().filter(block -> !(block instanceof PlanBlock)).toList(),
        text,
        file,
        plain,
        mentions);
  }

  private RenderedCard withButtons() {
    List<LayoutBlock> simple = new ArrayList<>();
    simple.add(
        SectionBlock.builder()
            .text(PlainTextObject.builder().text(plain).emoji(false).build())
            .build());
    if (!mentions.isEmpty()) {
      simple.add(
          SectionBlock.builder().text(MarkdownTextObject.builder().text(mentions).build()).build());
    }
    blocks.stream().filter(ActionsBlock.class::isInstance).forEach(simple::add);
    return new RenderedCard(simple, text, file, plain, mentions);
  }

  private RenderedCard alone() {
    return new RenderedCard(
        List.of(), (PlainText.escape(plain) + "\n" + mentions).strip(), file, plain, mentions);
  }

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

    static Attached document(Card.Document document) {
      return new Attached(
          document.name(), document.title(), document.mediaType(), document.base64());
    }

    static Attached picture(Card.Picture picture) {
      return new Attached(picture.name(), picture.alt(), "image/png", picture.png());
    }

    byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }
  }
}
