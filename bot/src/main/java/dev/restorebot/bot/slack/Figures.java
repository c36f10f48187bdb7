package dev.restorebot.bot.slack;

import com.slack.api.model.block.HeaderBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.composition.TextObject;
import dev.restorebot.bot.message.Card;
import java.util.List;

/** The title and the figures of a card that asks for a decision, as a header and its fields. */
record Figures(List<LayoutBlock> blocks) {
  /** The longest header that Slack takes. */
  static final int HEADER = 140;

  /** Characters of JSON that they take at most. */
  static final int WEIGHT = 2_400;

  private static final int MOST = 6;

  static Figures of(Card card, String sign) {
    List<TextObject> fields =
        card.figures().stream()
            .limit(MOST)
            .map(
                figure ->
                    (TextObject)
                        MarkdownTextObject.builder()
                            .text(
                                "*"
                                    + PlainText.escape(PlainText.line(figure.label(), 60))
                                    + "*\n"
                                    + PlainText.escape(PlainText.line(figure.value(), 120)))
                            .build())
            .toList();
    return new Figures(
        List.of(
            HeaderBlock.builder()
                .text(
                    PlainTextObject.builder()
                        .text(PlainText.line(sign + " " + card.title(), HEADER + 5))
                        .emoji(false)
                        .build())
                .build(),
            SectionBlock.builder().fields(fields).build()));
  }
}
