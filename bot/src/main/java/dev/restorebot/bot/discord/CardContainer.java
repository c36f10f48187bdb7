package dev.restorebot.bot.discord;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Fact;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.container.ContainerChildComponent;
import net.dv8tion.jda.api.components.filedisplay.FileDisplay;
import net.dv8tion.jda.api.components.mediagallery.MediaGallery;
import net.dv8tion.jda.api.components.mediagallery.MediaGalleryItem;
import net.dv8tion.jda.api.components.separator.Separator;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;

/**
 * A card as one container of Components V2, within Discord's limits: 4,000 characters and 40
 * components in a message. What does not fit is left out and comes whole in a file below: nothing
 * is lost.
 */
final class CardContainer {
  private static final int TEXT = 3_950;
  private static final int TITLE = 256;
  private static final int FIELDS = 25;
  private static final int LABEL = 100;
  private static final int VALUE = 900;
  private static final int FIELD_BUDGET = 1_300;
  private static final int TABLE_ROWS = 30;
  private static final int TABLE_LENGTH = 1500;
  private static final int BAR = 20;

  private final StringBuilder body = new StringBuilder();
  private final List<Attachment> files = new ArrayList<>();
  private boolean complete = true;
  private int room;

  private CardContainer(int room) {
    this.room = room;
  }

  /** A text file of the message. */
  record Attachment(String name, String text) {}

  /** The container and the files that it shows. */
  record Rendered(Container container, List<Attachment> files) {
    Rendered {
      files = List.copyOf(files);
    }
  }

  /**
   * Renders a card.
   *
   * @param buttons below it
   * @param used characters that the message has beside it
   */
  static Rendered render(Card card, List<ActionRow> buttons, int used) {
    return new CardContainer(TEXT - used).all(card, buttons);
  }

  private Rendered all(Card card, List<ActionRow> buttons) {
    String sign = DiscordTones.sign(card.tone()) + " ";
    String title = Markdown.plain(card.title(), TITLE);
    complete &= title.equals(Markdown.plain(card.title()));
    String fields = fields(card.fields());
    room -= sign.length() + title.length() + fields.length() + 10;
    card.figures().forEach(figure -> block(figure(figure)));
    card.progress().ifPresent(fraction -> block(bar(fraction)));
    card.steps().forEach(step -> block(step(step)));
    card.lines().forEach(this::paragraph);
    int above = body.length();
    card.table().ifPresent(this::table);
    if (!card.code().isEmpty()) {
      block(Markdown.block(String.join("\n", card.code())));
    }
    if (!complete) {
      files.add(new Attachment("whole-message.txt", WholeText.of(card)));
    }
    List<ContainerChildComponent> parts = new ArrayList<>();
    parts.add(TextDisplay.of("### " + sign + title));
    text(body.substring(0, above)).ifPresent(parts::add);
    if (!fields.isEmpty()) {
      parts.add(Separator.createDivider(Separator.Spacing.SMALL));
      parts.add(TextDisplay.of(fields));
    }
    text(body.substring(above)).ifPresent(parts::add);
    card.picture()
        .ifPresent(
            picture ->
                parts.add(
                    MediaGallery.of(
                        MediaGalleryItem.fromUrl("attachment://" + picture.name())
                            .withDescription(Markdown.cut(picture.alt(), 1_000)))));
    files.forEach(file -> parts.add(FileDisplay.fromFileName(file.name())));
    card.document().ifPresent(file -> parts.add(FileDisplay.fromFileName(file.name())));
    parts.addAll(buttons);
    return new Rendered(
        Container.of(parts).withAccentColor(DiscordTones.colour(card.tone())), files);
  }

  private static Optional<TextDisplay> text(String markdown) {
    return markdown.isBlank() ? Optional.empty() : Optional.of(TextDisplay.of(markdown.strip()));
  }

  private static String figure(Fact figure) {
    return "**"
        + Markdown.plain(blankless(figure.label()), LABEL)
        + ":** **"
        + Markdown.plain(blankless(figure.value()), VALUE)
        + "**";
  }

  private static String bar(double fraction) {
    double part = Math.min(1, Math.max(0, fraction));
    int full = (int) (part * BAR);
    return "\u2593".repeat(full) + "\u2591".repeat(BAR - full) + " " + (int) (part * 100) + " %";
  }

  private static String step(Card.Step step) {
    String title = Markdown.plain(step.title(), 200);
    return sign(step.status())
        + (step.status() == Card.Step.Status.RUNNING ? "**" + title + "**" : title);
  }

  static String sign(Card.Step.Status status) {
    return switch (status) {
      case DONE -> "\u2714 ";
      case RUNNING -> "\u25b6 ";
      case WAITING -> "\u25cb ";
    };
  }

  private void paragraph(String line) {
    String text = Markdown.line(line);
    if (block(text)) {
      return;
    }
    int left = room - body.length() - 1;
    if (left > 100) {
      body.append(Markdown.plain(line, left)).append('\n');
    }
  }

  private boolean block(String text) {
    boolean fits = body.length() + text.length() < room;
    if (fits) {
      body.append(text).append('\n');
    }
    complete &= fits;
    return fits;
  }

  private void table(TableView table) {
    String shown = shown(table);
    if (table.rows().size() <= TABLE_ROWS
        && shown.length() <= TABLE_LENGTH
        && body.length() + shown.length() < room) {
      block(shown);
      return;
    }
    block("**" + Markdown.plain(table.title(), 200) + ":** in the file below.");
    files.add(
        new Attachment("table.txt", table.title() + "\n\n" + DiscordTables.text(table) + "\n"));
  }

  private static String shown(TableView table) {
    TextTable text = DiscordTables.of(table);
    String title =
        table.title().isBlank() ? "" : "**" + Markdown.plain(table.title(), 200) + "**\n";
    return title
        + (text.fitsPhone()
            ? Markdown.block(DiscordTables.text(table))
            : Markdown.plain(String.join("\n", text.sentences())));
  }

  private String fields(List<Fact> fields) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      String label = Markdown.plain(blankless(fields.get(i).label()), LABEL);
      String whole = Markdown.plain(blankless(fields.get(i).value()));
      String value = Markdown.plain(blankless(fields.get(i).value()), VALUE);
      String line = "**" + label + ":** " + value + "\n";
      boolean fits = i < FIELDS && lines.length() + line.length() <= FIELD_BUDGET;
      complete &= fits && value.equals(whole);
      if (fits) {
        lines.append(line);
      }
    }
    return lines.toString();
  }

  private static String blankless(String text) {
    return text.isBlank() ? "\u2013" : text;
  }
}
