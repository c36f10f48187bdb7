package dev.restorebot.bot.slack;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.RichTextBlock;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Fact;
import dev.restorebot.bot.message.TableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Cards as Block Kit blocks, within Slack's limits: all text stands in one rich text block, buttons
 * in rows below. Slack refuses messages whose blocks have more than about 13,200 characters ({@code
 * msg_blocks_too_long}), so texts share what the buttons leave of 12,000.
 */
final class CardBlocks {
  /** The file with all lines of a message that does not hold them. */
  static final String WHOLE = "whole-message.txt";

  private static final int ROOM = 12_000;
  private static final int RESERVE = 3_500;
  private static final int LEAST = 150; // a line, with the JSON around it
  private static final int LONGEST_PARAGRAPH = 3_000;
  private static final int TABLE_ROWS = 30;
  private static final int TABLE_CHARACTERS = 2_500;
  private static final int BAR = 20;

  private final SlackButtons buttons;
  private volatile boolean plans = true;

  CardBlocks(LongValues values) {
    this.buttons = new SlackButtons(values);
  }

  /** Leaves the steps out from now on: this workspace does not know Slack's plan block. */
  void leavePlansOut() {
    plans = false;
  }

  /** With a file for a table that is too long. */
  RenderedCard message(Card card) {
    return render(card, true);
  }

  /**
   * Renders a card where no file can go: of a long table the beginning, and how much is missing.
   */
  RenderedCard withoutFile(Card card) {
    return render(card, false);
  }

  private RenderedCard render(Card card, boolean files) {
    SlackButtons.Rows rows = buttons.rows(card.buttons());
    Optional<PlanBlock> plan =
        files && plans && !card.steps().isEmpty()
            ? Optional.of(PlanBlock.of(card))
            : Optional.empty();
    RichTexts text =
        new RichTexts(
            ROOM
                - rows.weight()
                - plan.map(PlanBlock::weight).orElse(0)
                - (card.figures().isEmpty() ? 0 : Figures.WEIGHT)
                - 200);
    Optional<Figures> figures =
        card.figures().isEmpty() ? Optional.empty() : Optional.of(Figures.of(card, sign(card)));
    if (figures.isEmpty() || card.title().length() > Figures.HEADER) {
      text.plain(sign(card) + " ", 30).bold(card.title(), 500).newline();
    }
    card.progress().ifPresent(fraction -> text.plain(bar(fraction), 60).newline());
    int end = Math.min(text.left() - 500, reserve(card)); // kept for what follows
    boolean fits = true;
    for (String line : card.lines()) {
      fits = text.left() - end > LEAST;
      if (!fits) {
        break;
      }
      text.paragraph(line, Math.min(LONGEST_PARAGRAPH, text.left() - end));
    }
    for (Fact field : card.fields()) {
      text.bold(field.label() + ":", 200).plain(" " + field.value(), 2_000).newline();
    }
    if (!card.code().isEmpty()) {
      text.preformatted(String.join("\n", card.code()), LONGEST_PARAGRAPH);
    }
    boolean complete = fits && text.complete();
    // A message has one file.
    boolean inFile =
        files && card.table().isEmpty() && card.picture().isEmpty() && card.document().isEmpty();
    if (!complete) {
      text.plain(
              "This is not everything."
                  + (inFile ? " The whole message is in " + WHOLE + ", in the thread." : ""),
              200)
          .newline();
    }
    Optional<RenderedCard.Attached> tooLong =
        !complete && inFile
            ? Optional.of(whole(card))
            : card.table().flatMap(table -> table(text, table, files));
    if (!card.mentions().isEmpty()) {
      text.mentions(card.mentions());
    }
    card.picture()
        .ifPresent(
            picture ->
                text.plain(picture.alt() + (files ? ": in the thread." : "."), 300).newline());
    card.document()
        .ifPresent(
            document ->
                text.plain(document.title() + (files ? ": in the thread." : "."), 300).newline());
    Optional<RenderedCard.Attached> file =
        files
            ? card.document()
                .map(RenderedCard.Attached::document)
                .or(() -> card.picture().map(RenderedCard.Attached::picture))
                .or(() -> tooLong)
            : tooLong;
    if (rows.lost() > 0) {
      text.plain(rows.lost() + " more buttons do not fit here.", 60).newline();
    }
    List<LayoutBlock> blocks = new ArrayList<>();
    figures.ifPresent(large -> blocks.addAll(large.blocks()));
    blocks.add(RichTextBlock.builder().elements(text.elements()).build());
    plan.ifPresent(blocks::add);
    blocks.addAll(rows.blocks());
    return new RenderedCard(blocks, fallback(card), file, plain(card), mentions(card));
  }

  /** Returns the characters that the parts after the lines may need; few for fields alone. */
  private static int reserve(Card card) {
    boolean more =
        card.table().isPresent()
            || card.document().isPresent()
            || card.picture().isPresent()
            || !card.code().isEmpty()
            || !card.mentions().isEmpty();
    int fields =
        card.fields().stream()
            .mapToInt(field -> 500 + field.label().length() + field.value().length())
            .sum();
    return more ? RESERVE : Math.min(RESERVE, 800 + fields);
  }

  /** All lines; without the fields, which change while people vote. */
  private static RenderedCard.Attached whole(Card card) {
    List<String> lines = new ArrayList<>(List.of(card.title(), ""));
    lines.addAll(card.lines());
    lines.addAll(card.code());
    return RenderedCard.Attached.text(
        WHOLE, PlainText.line(card.title(), 200), String.join("\n", lines) + "\n");
  }

  private static Optional<RenderedCard.Attached> table(
      RichTexts text, TableView table, boolean files) {
    TableText all = new TableText(table);
    int room = Math.min(files ? TABLE_CHARACTERS : 6_000, text.left() - 900);
    int rows = files ? TABLE_ROWS : Integer.MAX_VALUE - 1;
    text.bold(table.title(), 200).newline();
    List<String> beginning = all.beginning(rows, room);
    if (all.aligned()) {
      text.preformatted(String.join("\n", beginning), room);
    } else {
      text.plain(String.join("\n", beginning), room).newline();
    }
    if (all.fits(rows, room)) {
      return Optional.empty();
    }
    String name = fileName(table.title());
    int shown = Math.max(0, beginning.size() - 1);
    text.plain(
        "The first "
            + shown
            + " of "
            + table.rows().size()
            + " rows."
            + (files ? " All of them are in " + name + ", in the thread." : ""),
        200);
    text.newline();
    return files
        ? Optional.of(
            RenderedCard.Attached.text(name, PlainText.line(table.title(), 200), all.whole()))
        : Optional.empty();
  }

  private static String fileName(String title) {
    String word =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return (word.isEmpty() ? "table" : PlainText.cut(word, 60).replace("…", "")) + ".txt";
  }

  /** A sign of a shape of its own; the title has the words. */
  private static String sign(Card card) {
    return switch (card.tone()) {
      case INFO -> "\u2139\ufe0f";
      case RUNNING -> "\u23f3";
      case GOOD -> "\u2705";
      case WARN -> "\u26a0\ufe0f";
      case BAD -> "\u274c";
      case UNSURE -> "\u2753";
    };
  }

  private static String bar(double fraction) {
    double part = Double.isNaN(fraction) ? 0 : Math.max(0, Math.min(1, fraction));
    int full = (int) Math.floor(part * BAR);
    return "▓".repeat(full) + "░".repeat(BAR - full) + " " + (int) Math.floor(part * 100) + " %";
  }

  private static String plain(Card card) {
    List<String> all = new ArrayList<>();
    all.add(sign(card) + " " + card.title());
    card.figures().forEach(figure -> all.add(figure.label() + ": " + figure.value()));
    all.addAll(card.lines());
    card.fields().forEach(field -> all.add(field.label() + ": " + field.value()));
    all.addAll(card.code());
    return PlainText.visibly(String.join("\n", all), 2_500);
  }

  /** An id is a user group's if it begins with S, and a person's otherwise. */
  private static String mentions(Card card) {
    return card.mentions().stream()
        .map(id -> id.startsWith("S") ? "<!subteam^" + id + ">" : "<@" + id + ">")
        .collect(Collectors.joining(" "));
  }

  private static String fallback(Card card) {
    List<String> all = new ArrayList<>();
    all.add(sign(card) + " " + card.title());
    all.addAll(card.lines());
    return PlainText.escape(PlainText.visibly(String.join("\n", all), 1_000));
  }
}
