package dev.restorebot.engine.load;

import java.util.Optional;

/** An error message that a tool spreads over several lines, collected until it is complete. */
final class ErrorBlock {
  private static final int MOST_TEXT = 8_000;

  private final String object;
  private final StringBuilder text = new StringBuilder();
  private Optional<String> statement = Optional.empty();

  ErrorBlock(String object, String firstLine) {
    this.object = object;
    text.append(firstLine);
  }

  /** A further line of the message. */
  void more(String line) {
    if (statement.isPresent()) {
      statement = Optional.of(append(new StringBuilder(statement.get()), line).toString());
    } else {
      append(text, line);
    }
  }

  /** From here on, lines are the statement that failed. */
  void statement(String firstLine) {
    statement = Optional.of(firstLine);
  }

  void into(ErrorCollector collector) {
    collector.add(object, text.toString(), statement.orElse(""));
  }

  private static StringBuilder append(StringBuilder to, String line) {
    return to.length() < MOST_TEXT ? to.append('\n').append(line) : to;
  }
}
