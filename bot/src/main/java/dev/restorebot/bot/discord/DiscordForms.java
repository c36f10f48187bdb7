package dev.restorebot.bot.discord;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.bot.command.Form;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import net.dv8tion.jda.api.components.label.Label;
import net.dv8tion.jda.api.components.textinput.TextInput;
import net.dv8tion.jda.api.components.textinput.TextInputStyle;
import net.dv8tion.jda.api.modals.Modal;

/**
 * Forms that wait to be filled in, and how Discord shows them. Discord opens a dialog only as the
 * first answer to a click, so each has a button of its own. Thread-safe.
 */
final class DiscordForms {
  /** The prefix of the ids of their buttons and dialogs. */
  static final String PREFIX = KeptButton.PREFIX + "form:";

  private static final int LABEL = 45;
  private static final int HINT = 100;

  private final Cache<String, Form> waiting =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(Duration.ofMinutes(15)).build();

  /** Keeps it for as long as Discord takes answers to what the person did. */
  String keep(Form form) {
    String id = PREFIX + UUID.randomUUID();
    waiting.put(id, form);
    return id;
  }

  Optional<Form> find(String id) {
    return Optional.ofNullable(waiting.getIfPresent(id));
  }

  static Modal modal(String id, Form form) {
    Modal.Builder modal =
        Modal.create(id, Markdown.cut(Markdown.straight(form.title()), Modal.MAX_TITLE_LENGTH));
    form.inputs().forEach(input -> modal.addComponents(label(input)));
    return modal.build();
  }

  private static Label label(Form.Input input) {
    TextInputStyle style =
        input.kind() == Form.Kind.TEXT ? TextInputStyle.PARAGRAPH : TextInputStyle.SHORT;
    TextInput text =
        TextInput.create(input.name(), style).setRequiredRange(1, input.most()).build();
    String label = Markdown.cut(Markdown.straight(input.label()), LABEL);
    return input.hint().isBlank()
        ? Label.of(label, text)
        : Label.of(label, Markdown.cut(Markdown.straight(input.hint()), HINT), text);
  }
}
