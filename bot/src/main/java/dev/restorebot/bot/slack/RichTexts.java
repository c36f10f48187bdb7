package dev.restorebot.bot.slack;

import com.slack.api.model.block.element.RichTextElement;
import com.slack.api.model.block.element.RichTextPreformattedElement;
import com.slack.api.model.block.element.RichTextSectionElement;
import com.slack.api.model.block.element.RichTextSectionElement.Text;
import com.slack.api.model.block.element.RichTextSectionElement.TextStyle;
import dev.restorebot.bot.message.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pieces of a rich text block, until the room is used up. Text elements are literal: nothing in
 * them is markup, a link, a mention or an emoji.
 */
final class RichTexts {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final int PLAIN_OVERHEAD = 60; // of JSON around a text, so that the sum holds
  private static final int STYLED_OVERHEAD = 230;
  private static final int TIME_OVERHEAD = 160;
  private static final int LEAST = 20;

  private final List<com.slack.api.model.block.element.BlockElement> elements = new ArrayList<>();
  private List<RichTextElement> section = new ArrayList<>();
  private int left;
  private boolean complete = true;

  RichTexts(int room) {
    this.left = room;
  }

  int left() {
    return left;
  }

  /** Returns whether all texts so far are there whole. */
  boolean complete() {
    return complete;
  }

  List<com.slack.api.model.block.element.BlockElement> elements() {
    endSection();
    return elements;
  }

  /** A text whose times are shown in the zone of whoever reads it, with UTC behind. */
  RichTexts plain(String text, int most) {
    String shown = PlainText.cut(text, Math.max(0, most));
    complete &= shown.equals(text);
    for (Consumer<RichTexts> part :
        Times.<Consumer<RichTexts>>split(
            shown,
            words -> texts -> texts.literal(words, most),
            (at, utc) -> texts -> texts.time(at, utc))) {
      part.accept(this);
    }
    return this;
  }

  private void literal(String text, int most) {
    text(text, most, PLAIN_OVERHEAD).ifPresent(t -> section.add(t));
  }

  private void time(Instant at, String utc) {
    String written = at.toString().substring(0, 10) + " " + utc;
    if (left < TIME_OVERHEAD + STYLED_OVERHEAD || at.getEpochSecond() > Integer.MAX_VALUE) {
      literal(written, written.length());
      return;
    }
    left -= TIME_OVERHEAD;
    section.add(
        RichTextSectionElement.Date.builder()
            .timestamp((int) at.getEpochSecond())
            .format("{date_short} {time}")
            .fallback(written)
            .build());
    literal(" (" + utc + ")", 40);
  }

  RichTexts bold(String text, int most) {
    text(text, most, STYLED_OVERHEAD)
        .ifPresent(t -> section.add(styled(t, TextStyle.builder().bold(true).build())));
    return this;
  }

  /** Calls the attention of people and user groups. */
  RichTexts mentions(List<String> ids) {
    for (String id : ids) {
      section.add(
          id.startsWith("S")
              ? RichTextSectionElement.UserGroup.builder().usergroupId(id).build()
              : RichTextSectionElement.User.builder().userId(id).build());
      plain(" ", 1);
      left -= PLAIN_OVERHEAD;
    }
    return newline();
  }

  /** A paragraph in which a pair of backquotes marks code. */
  RichTexts paragraph(String text, int most) {
    String shown = PlainText.cut(text, most);
    complete &= shown.equals(text);
    Matcher code = CODE.matcher(shown);
    int from = 0;
    while (code.find() && left > STYLED_OVERHEAD + LEAST) {
      plain(shown.substring(from, code.start()), most);
      text(code.group(1), most, STYLED_OVERHEAD)
          .ifPresent(t -> section.add(styled(t, TextStyle.builder().code(true).build())));
      from = code.end();
    }
    return plain(shown.substring(from), most).newline();
  }

  RichTexts newline() {
    return plain("\n", 1);
  }

  /** A block in letters of equal width. */
  RichTexts preformatted(String text, int most) {
    text(text, most, 2 * PLAIN_OVERHEAD)
        .ifPresent(
            t -> {
              endSection();
              elements.add(RichTextPreformattedElement.builder().elements(List.of(t)).build());
            });
    return this;
  }

  private Optional<Text> text(String text, int most, int overhead) {
    String shown = PlainText.visibly(text, Math.min(most, left - overhead));
    int whole = shown.length();
    complete &= text.length() <= Math.max(0, Math.min(most, left - overhead));
    while (weight(shown) + overhead > left && !shown.isEmpty()) {
      shown = PlainText.cut(shown, shown.length() * 3 / 4);
    }
    complete &= shown.length() == whole;
    if (shown.isEmpty()) {
      return Optional.empty(); // Slack refuses empty texts
    }
    left -= weight(shown) + overhead;
    return Optional.of(Text.builder().text(shown).build());
  }

  private static int weight(String text) {
    return text.length()
        + (int) text.chars().filter(c -> c == '\n' || c == '"' || c == '\\' || c == '\t').count();
  }

  private static Text styled(Text text, TextStyle style) {
    text.setStyle(style);
    return text;
  }

  private void endSection() {
    if (!section.isEmpty()) {
      elements.add(RichTextSectionElement.builder().elements(section).build());
      section = new ArrayList<>();
    }
  }
}
