package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import java.util.Map;
import java.util.Optional;

/**
 * A button that was pressed, a choice that was made or a form that was filled in.
 *
 * @param inputs the texts of a form by the inputs' names; empty for the others
 */
record Press(Action action, String value, Map<String, String> inputs) {
  /** The value if this is the action; else empty. */
  Optional<String> on(Action wanted) {
    return action == wanted ? Optional.of(value) : Optional.empty();
  }

  /** The text of an input; empty when it is blank or missing. */
  Optional<String> input(String name) {
    return Optional.ofNullable(inputs.get(name)).map(String::strip).filter(t -> !t.isEmpty());
  }

  /** The ID of a value that {@link Action#value} wrote. */
  String id() {
    return value.split(" ", 2)[0];
  }

  /** The rest of a value that {@link Action#value} wrote. */
  Optional<String> part() {
    String[] parts = value.split(" ", 2);
    return parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
  }

  /** The seal in the value; one that no request has if it is missing. */
  String seal() {
    return part().orElse("-");
  }
}
