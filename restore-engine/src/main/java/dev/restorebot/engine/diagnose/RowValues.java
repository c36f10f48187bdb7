package dev.restorebot.engine.diagnose;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the values of rows out of an error message of PostgreSQL. They must not reach a report, and
 * their text must not be taken for the message: a table of logs holds {@code no space left on
 * device}, too.
 *
 * <p>The message keeps its fields: rules and known failures read them. {@link ServerMessage} makes
 * the one line that is shown.
 *
 * <p>Source of the wording: PostgreSQL's {@code utils/adt}, {@code commands/copyfrom.c} and, for
 * the fields below the first line, {@code libpq/fe-protocol3.c}.
 */
public final class RowValues {
  private static final String A_VALUE = "\"…\"";

  private static final Pattern FIELD =
      Pattern.compile("^\\s*(DETAIL|Detail|HINT|Hint|CONTEXT|Where|QUERY|LINE \\d+|Position): ?.*");
  private static final Pattern DETAIL_WITHOUT_VALUES =
      Pattern.compile("^\\s*(DETAIL|Detail): +Could not .*");
  private static final Pattern COPY =
      Pattern.compile("^(?:\\s*CONTEXT: +)?(COPY .*?, line \\d+)\\b.*");
  private static final Pattern FUNCTION =
      Pattern.compile("^(?:\\s*CONTEXT: +)?((?:SQL function|PL/\\w+ function) .*)");

  /** Text before a value that goes on to the end of the message. */
  private static final List<Pattern> BEFORE_VALUE =
      List.of(
          before("invalid input (?:syntax|value) for [^:]*(?:\"[^\"]*\"[^:]*)?: (?=\")"),
          before("malformed [a-z ]+ literal: (?=\")"),
          before("(?:date/time|interval) field value out of range: (?=\")"),
          before("time zone displacement out of range: (?=\")"),
          before("invalid (?:cidr|inet|macaddr8?) value: (?=\")"),
          before("invalid (?:hexadecimal|octal|binary) (?:digit|data|integer): (?=\")"),
          before("(?:syntax error in ts(?:vector|query)|no operand in tsquery): (?=\")"),
          before("unterminated quoted string at or near (?=\")"),
          before("syntax error at or near (?=\"[E'])"));

  private static final Pattern VALUE_FIRST =
      Pattern.compile(
          "(\\bvalue |\\btime zone |^|ERROR: +)\".*\""
              + "(?= (?:is out of range for type|not recognized|is not a valid \\w+ digit))",
          Pattern.DOTALL);

  private RowValues() {}

  /** Returns the message with its fields, and without what rows hold. */
  public static String removedFrom(String message) {
    StringBuilder first = new StringBuilder();
    StringBuilder fields = new StringBuilder();
    String field = "";
    for (String line : message.split("\n", -1)) {
      Matcher begins = FIELD.matcher(line);
      boolean labelled = begins.matches();
      if (labelled) {
        field = begins.group(1);
      }
      if (field.isEmpty()) {
        first.append(first.isEmpty() ? "" : "\n").append(line);
      } else {
        fields.append(kept(field, line, labelled));
      }
    }
    return headline(first.toString()) + fields;
  }

  private static String headline(String text) {
    String shown = text;
    for (Pattern before : BEFORE_VALUE) {
      Matcher found = before.matcher(shown);
      if (found.find()) {
        shown = shown.substring(0, found.end()) + A_VALUE;
      }
    }
    return VALUE_FIRST.matcher(shown).replaceFirst("$1" + A_VALUE);
  }

  /** A field's line as it may be kept, with the line break before it, or nothing. */
  private static String kept(String field, String line, boolean labelled) {
    return switch (field) {
      case "HINT", "Hint" -> "\n" + line;
      case "DETAIL", "Detail" -> DETAIL_WITHOUT_VALUES.matcher(line).matches() ? "\n" + line : "";
      case "CONTEXT", "Where" -> context(line, labelled);
      default -> "";
    };
  }

  private static String context(String line, boolean labelled) {
    String label = labelled ? "\nCONTEXT:  " : "\n";
    Matcher copy = COPY.matcher(line);
    if (labelled && copy.matches()) {
      return label + copy.group(1);
    }
    Matcher function = FUNCTION.matcher(line);
    return function.matches() ? label + function.group(1) : "";
  }

  private static Pattern before(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }
}
