package dev.restorebot.bot.discord;

import dev.restorebot.bot.command.Choice;
import dev.restorebot.bot.command.Form;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.EmbedBuilder;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.selections.StringSelectMenu;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.messages.MessageCreateBuilder;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;

/** Cards as Discord's messages. Keeps the buttons that it makes. */
final class DiscordMessages {
  private static final int BUTTONS = 25;
  private static final int BUTTON_LABEL = 80;
  private static final int OPTIONS = 25;
  private static final int OPTION_TEXT = 100;
  private static final int TEXT = 1_700;
  private static final String FILL_IN = "Fill in";
  private static final String MENU = KeptButton.PREFIX + "menu";

  private final ButtonStore store;
  private final DiscordForms forms;

  DiscordMessages(ButtonStore store, DiscordForms forms) {
    this.store = store;
    this.forms = forms;
  }

  /** Says what to fill in, with a button that opens it. */
  MessageCreateData form(Form form) {
    EmbedBuilder embed = new EmbedBuilder().setTitle(Markdown.plain(form.title(), 256));
    if (!form.lines().isEmpty()) {
      embed.setDescription(Markdown.plain(String.join("\n", form.lines()), 2000));
    }
    return quiet()
        .setEmbeds(embed.build())
        .setComponents(
            ActionRow.of(
                net.dv8tion.jda.api.components.buttons.Button.primary(forms.keep(form), FILL_IN)))
        .build();
  }

  /** A card with its buttons and files. Nobody is mentioned whom the card does not name. */
  MessageCreateData card(Card card) {
    CardEmbed.Rendered rendered = CardEmbed.render(card);
    MessageCreateBuilder message = quiet().setEmbeds(rendered.embed());
    message.setFiles(
        rendered.files().stream()
            .map(
                file ->
                    FileUpload.fromData(file.text().getBytes(StandardCharsets.UTF_8), file.name()))
            .toList());
    card.picture()
        .ifPresent(
            picture ->
                message.addFiles(
                    FileUpload.fromData(picture.bytes(), picture.name())
                        .setDescription(Markdown.cut(picture.alt(), 1_000))));
    if (!card.mentions().isEmpty()) {
      mention(message, card.mentions());
    }
    return message.setComponents(rows(card.buttons())).build();
  }

  /**
   * Returns a card in the forms in which Discord may take it, the best first: whole, without its
   * files, and as plain text with and without its buttons.
   */
  List<MessageCreateData> forms(Card card) {
    MessageCreateData whole = card(card);
    List<MessageCreateData> forms = new ArrayList<>(List.of(whole));
    if (!whole.getFiles().isEmpty()) {
      forms.add(
          card(
              card.withoutFiles()
                  .withLine(
                      "Discord refused the file of this message. Its content is also in the report"
                          + " folder on restore-bot's machine.")));
    }
    String text = Markdown.plain(WholeText.of(card), TEXT);
    forms.add(text(card, text).setComponents(rows(card.buttons())).build());
    if (!card.buttons().isEmpty()) {
      forms.add(text(card, text).build());
    }
    return forms;
  }

  private static MessageCreateBuilder text(Card card, String text) {
    MessageCreateBuilder message = quiet();
    if (!card.mentions().isEmpty()) {
      mention(message, card.mentions());
    }
    return message.setContent(Markdown.cut(message.getContent() + "\n" + text, 2_000));
  }

  /** An id is a person's or a role's: what it is not, Discord passes over. */
  private static void mention(MessageCreateBuilder message, List<String> ids) {
    message.setContent(
        ids.stream().map(id -> "<@" + id + "> <@&" + id + ">").collect(Collectors.joining(" ")));
    message.mentionUsers(ids).mentionRoles(ids);
  }

  /** Asks whether a button was meant. */
  MessageCreateData question(KeptButton button) {
    KeptButton confirmed = button.confirmed();
    store.keep(List.of(confirmed));
    return quiet()
        .setContent(Markdown.plain(button.confirm().orElse("Are you sure?"), 1900))
        .setComponents(
            ActionRow.of(
                net.dv8tion.jda.api.components.buttons.Button.danger(
                    confirmed.id(), label(button.label()))))
        .build();
  }

  /** Lets a person choose from a menu. */
  MessageCreateData menu(Choice choice) {
    List<Choice.Option> likeliest = choice.options().stream().limit(OPTIONS).toList();
    Map<String, Choice.Option> options = new LinkedHashMap<>();
    likeliest.forEach(
        option ->
            options.put(KeptButton.answer(choice.action().word(), option.value()).id(), option));
    store.keep(
        likeliest.stream()
            .map(option -> KeptButton.answer(choice.action().word(), option.value()))
            .toList());
    StringSelectMenu.Builder menu =
        StringSelectMenu.create(MENU).setPlaceholder(Markdown.cut(choice.label(), OPTION_TEXT));
    options.forEach(
        (id, option) ->
            menu.addOption(
                shown(option.label()),
                id,
                option.detail().isBlank() ? null : shown(option.detail())));
    EmbedBuilder embed = new EmbedBuilder().setTitle(Markdown.plain(choice.title(), 256));
    String more =
        choice.options().size() > OPTIONS
            ? "\nThese are the first " + OPTIONS + "; name any other in the command itself."
            : "";
    embed.setDescription(Markdown.plain(choice.label(), 1000) + more);
    return quiet().setEmbeds(embed.build()).setComponents(ActionRow.of(menu.build())).build();
  }

  private List<ActionRow> rows(List<Button> buttons) {
    if (buttons.isEmpty()) {
      return List.of();
    }
    Map<String, Button> different = new LinkedHashMap<>();
    buttons.stream()
        .limit(BUTTONS)
        .forEach(button -> different.putIfAbsent(KeptButton.of(button).id(), button));
    store.keep(different.values().stream().map(KeptButton::of).toList());
    return ActionRow.partitionOf(
        different.entrySet().stream().map(each -> button(each.getKey(), each.getValue())).toList());
  }

  private static net.dv8tion.jda.api.components.buttons.Button button(String id, Button button) {
    String label = label(button.label());
    return switch (button.style()) {
      case NORMAL -> net.dv8tion.jda.api.components.buttons.Button.secondary(id, label);
      case PRIMARY -> net.dv8tion.jda.api.components.buttons.Button.primary(id, label);
      case DANGER -> net.dv8tion.jda.api.components.buttons.Button.danger(id, label);
    };
  }

  private static String label(String text) {
    return Markdown.cut(Markdown.straight(text), BUTTON_LABEL);
  }

  private static String shown(String text) {
    return Markdown.cut(Markdown.straight(text), OPTION_TEXT);
  }

  private static MessageCreateBuilder quiet() {
    return new MessageCreateBuilder().setAllowedMentions(List.of());
  }
}
