package dev.restorebot.bot.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.restorebot.bot.command.Form;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer that one person sees.
 *
 * @param id {@code e} and a number, so that it is never taken for a message
 * @param number counts the answers since the start
 * @param person id of the person who sees it
 * @param root id of the headline in whose thread it stands; null for the channel
 * @param answers what it answers, such as the command
 * @param form what is to be filled in; null when nothing is
 * @param at milliseconds since 1970
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Ephemeral(
    String id,
    long number,
    String person,
    String channel,
    Long root,
    String answers,
    Card card,
    FormView form,
    long at) {

  /** A form as the page shows it; the title and the lines stand in the card. */
  record FormView(Action action, String value, String submit, List<Form.Input> inputs) {
    static FormView of(Form form) {
      return new FormView(form.action(), form.value(), form.submit(), form.inputs());
    }

    /** Returns the fault in what was filled in; empty if there is none. */
    Optional<String> fault(Map<String, String> filled) {
      return new Form(action, value, "", submit, List.of(), inputs, null).fault(filled);
    }
  }
}
