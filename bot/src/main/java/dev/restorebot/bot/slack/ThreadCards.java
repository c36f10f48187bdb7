package dev.restorebot.bot.slack;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adapts cards to Slack's threads, in which no slash command can be typed: a command that a text
 * names becomes a button, and the text says to press it.
 */
final class ThreadCards {
  private static final int MOST = 5;
  private static final int LABEL = 40;
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:\\b([Tt]ype|[Rr]un|[Uu]se) )?`/restore ([^`]+)`(?: in (?:a|the) channel)?");

  /** Parts of a command that a person has to fill in, as the help names them. */
  private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z][A-Z-]+|[\\[<…].*");

  /** Commands that change nothing or only start a test. */
  private static final Set<String> HARMLESS =
      Set.of("help", "status", "history", "backups", "inspect", "test");

  private final Map<String, Button> buttons = new LinkedHashMap<>();

  private ThreadCards() {}

  /** Returns the card for a thread; the same where it names no command. */
  static Card of(Card card) {
    return new ThreadCards().adapted(card);
  }

  private Card adapted(Card card) {
    List<String> lines = card.lines().stream().map(this::text).toList();
    List<Fact> fields =
        card.fields().stream().map(each -> new Fact(each.label(), text(each.value()))).toList();
    if (buttons.isEmpty()) {
      return card;
    }
    Card adapted = card.saying(lines, fields);
    for (Button button : buttons.values()) {
      adapted = adapted.withButton(button);
    }
    return adapted;
  }

  private String text(String line) {
    return COMMAND
        .matcher(line)
        .replaceAll(found -> Matcher.quoteReplacement(replacement(line, found)));
  }

  private String replacement(String line, MatchResult found) {
    String command = runnable(found.group(2));
    if (command.isEmpty() || (buttons.size() == MOST && !buttons.containsKey(command))) {
      return "the command /restore " + found.group(2) + " (in the channel, not in this thread)";
    }
    String label = PlainText.line(command, LABEL);
    String word = command.split(" ", 2)[0];
    Optional<String> confirm =
        HARMLESS.contains(word)
            ? Optional.empty()
            : Optional.of("This runs /restore " + command + ".");
    buttons.putIfAbsent(
        command, new Button(Action.COMMAND, command, label, Button.Style.NORMAL, confirm));
    String verb = found.group(1);
    if (verb != null) {
      return (Character.isUpperCase(verb.charAt(0)) ? "Press" : "press") + " \"" + label + "\"";
    }
    boolean begins = found.start() == 0 || line.startsWith(". ", found.start() - 2);
    return (begins ? "The" : "the") + " button \"" + label + "\"";
  }

  /** The command up to what a person has to fill in: the bot asks for the rest. */
  private static String runnable(String command) {
    List<String> words = new ArrayList<>();
    for (String word : command.strip().split("\\s+")) {
      if (PLACEHOLDER.matcher(word).matches()) {
        break;
      }
      words.add(word);
    }
    return String.join(" ", words);
  }
}
