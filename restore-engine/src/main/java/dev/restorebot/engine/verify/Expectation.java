package dev.restorebot.engine.verify;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The condition that a value must meet: {@code 5}, {@code = draft}, {@code != 0}, {@code >= 10}.
 * Numbers are compared as numbers, everything else as text, for equality only.
 */
public final class Expectation {
  private static final Pattern FORM =
      Pattern.compile("\\s*(<=|>=|!=|<>|=|<|>)?\\s*(\\S.*?)\\s*", Pattern.DOTALL);

  private final String comparison;
  private final String value;
  private final Optional<BigDecimal> number;

  private Expectation(String comparison, String value) {
    this.comparison = comparison;
    this.value = value;
    this.number = number(value);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none, with what would be right
   */
  public static Expectation parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not a value or `>= 10`");
    }
    String comparison = form.group(1) == null ? "=" : form.group(1).replace("<>", "!=");
    Expectation read = new Expectation(comparison, form.group(2));
    boolean ordered = !comparison.equals("=") && !comparison.equals("!=");
    if (ordered && read.number.isEmpty()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" compares with something that is not a number");
    }
    return read;
  }

  /** Returns whether a value is so; nothing ({@code NULL}, no row) never is. */
  public boolean holds(Optional<String> found) {
    if (found.isEmpty()) {
      return false;
    }
    Optional<BigDecimal> other = number(found.get());
    if (number.isPresent() && other.isPresent()) {
      int order = other.get().compareTo(number.get());
      return switch (comparison) {
        case "=" -> order == 0;
        case "!=" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }
    return switch (comparison) {
      case "=" -> found.get().equals(value);
      case "!=" -> !found.get().equals(value);
      default -> false;
    };
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expectation that && that.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return comparison + " " + value;
  }
}
