package dev.restorebot.bot.discord;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Fact;
import dev.restorebot.bot.message.TableView;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.EmbedBuilder;
import net.dv8tion.jda.api.entities.MessageEmbed;

/**
 * A card as one embed within Discord's limits. What does not fit is left out and comes whole in a
 * file beside it: nothing is lost.
 */
final class CardEmbed {
  private static final int TITLE = 256;
  private static final int FIELDS = 25;
  private static final int LABEL = 256;
  private static final int VALUE = 1024;
  private static final int FIELD_BUDGET = 1700;
  private static final int DESCRIPTION = 3900;
  private static final int TABLE_ROWS = 30;
  private static final int TABLE_LENGTH = 1500;
  private static final int BAR = 20;

  private final EmbedBuilder embed = new EmbedBuilder();
  private final StringBuilder description = new StringBuilder();
  private final List<Attachment> files = new ArrayList<>();
  private boolean complete = true;

  /** A text file beside the message. */
  record Attachment(String name, String text) {}

  /** The embed and the files. */
  record Rendered(MessageEmbed embed, List<Attachment> files) {
    Rendered {
      files = List.copyOf(files);
    }
  }

  static Rendered render(Card card) {
    return new CardEmbed().all(card);
  }

  private Rendered all(Card card) {
    String sign = DiscordTones.sign(card.tone()) + " ";
    String title = Markdown.plain(card.title(), TITLE - sign.length());
    complete &= title.equals(Markdown.plain(card.title()));
    embed.setColor(DiscordTones.colour(card.tone())).setTitle(sign + title);
    card.picture().ifPresent(picture -> embed.setImage("attachment://" + picture.name()));
    card.progress().ifPresent(fraction -> block(bar(fraction)));
    card.lines().forEach(this::paragraph);
    card.table().ifPresent(this::table);
    if (!card.code().isEmpty()) {
      block(Markdown.block(String.join("\n", card.code())));
    }
    fields(card.fields());
    embed.setDescription(description.isEmpty() ? null : description);
    if (!complete) {
      files.add(new Attachment("whole-message.txt", WholeText.of(card)));
    }
    return new Rendered(embed.build(), files);
  }

  private static String bar(double fraction) {
    double part = Math.min(1, Math.max(0, fraction));
    int full = (int) (part * BAR);
    return "\u2593".repeat(full) + "\u2591".repeat(BAR - full) + " " + (int) (part * 100) + " %";
  }

  private void paragraph(String line) {
    String text = Markdown.line(line);
    if (block(text)) {
      return;
    }
    int left = DESCRIPTION - description.length() - 1;
    if (left > 100) {
      description.append(Markdown.plain(line, left)).append('\n');
    }
  }

  private boolean block(String text) {
    boolean fits = description.length() + text.length() < DESCRIPTION;
    if (fits) {
      description.append(text).append('\n');
    }
    complete &= fits;
    return fits;
  }

  private void table(TableView table) {
    String text = DiscordTables.text(table);
    String shown =
        table.title().isBlank()
            ? Markdown.block(text)
            : "**" + Markdown.plain(table.title(), 200) + "**\n" + Markdown.block(text);
    boolean small =
        table.rows().size() <= TABLE_ROWS
            && text.length() <= TABLE_LENGTH
            && description.length() + shown.length() < DESCRIPTION;
    if (small) {
      block(shown);
      return;
    }
    block("**" + Markdown.plain(table.title(), 200) + "** is in the file `table.txt`");
    files.add(new Attachment("table.txt", table.title() + "\n\n" + text + "\n"));
  }

  private void fields(List<Fact> fields) {
    int used = 0;
    for (int i = 0; i < fields.size(); i++) {
      String label = Markdown.plain(blankless(fields.get(i).label()), LABEL);
      String value = Markdown.plain(blankless(fields.get(i).value()), VALUE);
      boolean fits = i < FIELDS && used + label.length() + value.length() <= FIELD_BUDGET;
      complete &= fits && value.equals(Markdown.plain(blankless(fields.get(i).value())));
      if (fits) {
        used += label.length() + value.length();
        embed.addField(label, value, true);
      }
    }
  }

  /** Discord refuses empty fields. */
  private static String blankless(String text) {
    return text.isBlank() ? "\u2013" : text;
  }
}
