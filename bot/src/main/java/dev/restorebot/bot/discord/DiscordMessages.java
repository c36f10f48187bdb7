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
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.selections.StringSelectMenu;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.messages.MessageCreateBuilder;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;

/** Cards as Discord's messages. Keeps the buttons that it makes. */
final class DiscordMessages {
  private static final int BUTTONS = 25;
  private static final int BUTTON_LABEL = 80;
  private static final int OPTIONS = 25;
  private static final int OPTION_TEXT = 100;
  private static final int TEXT = 1_400;
  private static final int MENTIONS = 10;
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
    return dialog(
        form.title(),
        form.lines().isEmpty() ? "" : Markdown.plain(String.join("\n", form.lines()), 2000),
        ActionRow.of(
            net.dv8tion.jda.api.components.buttons.Button.primary(forms.keep(form), FILL_IN)));
  }

  private static MessageCreateData dialog(String title, String text, ActionRow row) {
    String heading = "**" + Markdown.plain(title, 256) + "**";
    return quiet()
        .useComponentsV2()
        .setComponents(TextDisplay.of((heading + "\n" + text).strip()), row)
        .build();
  }

  /** A card with its buttons and files. Nobody is mentioned whom the card does not name. */
  MessageCreateData card(Card card) {
    List<MessageTopLevelComponent> parts = new ArrayList<>();
    String mentions = mentions(card);
    if (!mentions.isEmpty()) {
      parts.add(TextDisplay.of(mentions)); // only in text do mentions notify
    }
    CardContainer.Rendered rendered =
        CardContainer.render(card, rows(card.buttons()), mentions.length());
    parts.add(rendered.container());
    MessageCreateBuilder message = quiet(card).useComponentsV2().setComponents(parts);
    message.setFiles(
        rendered.files().stream()
            .map(
                file ->
                    FileUpload.fromData(file.text().getBytes(StandardCharsets.UTF_8), file.name()))
            .toList());
    card.document()
        .ifPresent(
            document -> message.addFiles(FileUpload.fromData(document.bytes(), document.name())));
    card.picture()
        .ifPresent(
            picture ->
                message.addFiles(
                    FileUpload.fromData(picture.bytes(), picture.name())
                        .setDescription(Markdown.cut(picture.alt(), 1_000))));
    return message.build();
  }

  /**
   * Returns a card in the forms in which Discord may take it, the best first: whole, without its
   * files, and as plain text: with its buttons in components, with them beside it, and alone.
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
    String text = (mentions(card) + "\n" + Markdown.plain(WholeText.of(card), TEXT)).strip();
    List<MessageTopLevelComponent> simple = new ArrayList<>(List.of(TextDisplay.of(text)));
    simple.addAll(rows(card.buttons()));
    forms.add(quiet(card).useComponentsV2().setComponents(simple).build());
    // A message that has components of V2 stays one: only others take these.
    forms.add(quiet(card).setContent(text).setComponents(rows(card.buttons())).build());
    if (!card.buttons().isEmpty()) {
      forms.add(quiet(card).setContent(text).build());
    }
    return forms;
  }

  /** An id is a person's or a role's: what it is not, Discord passes over. */
  private static String mentions(Card card) {
    return card.mentions().stream()
        .limit(MENTIONS)
        .map(id -> "<@" + id + "> <@&" + id + ">")
        .collect(Collectors.joining(" "));
  }

  private static MessageCreateBuilder quiet(Card card) {
    List<String> ids = card.mentions().stream().limit(MENTIONS).toList();
    return ids.isEmpty() ? quiet() : quiet().mentionUsers(ids).mentionRoles(ids);
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
    String more =
        choice.options().size() > OPTIONS
            ? "\nThese are the first " + OPTIONS + "; name any other in the command itself."
            : "";
    return dialog(
        choice.title(), Markdown.plain(choice.label(), 1000) + more, ActionRow.of(menu.build()));
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
