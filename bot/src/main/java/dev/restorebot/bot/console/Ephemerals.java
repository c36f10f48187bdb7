package dev.restorebot.bot.console;

import dev.restorebot.bot.message.Card;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Answers to one person, in memory: they survive a reload of the page, not a restart of the bot.
 * Thread-safe.
 */
final class Ephemerals {
  private static final int KEPT = 200;

  private final Deque<Ephemeral> answers = new ArrayDeque<>();
  private long number;

  /** Keeps an answer, and forgets the oldest when there are many. */
  synchronized Ephemeral add(
      String person,
      String channel,
      Long root,
      String answered,
      Card card,
      Ephemeral.FormView form,
      long at) {
    number++;
    Ephemeral answer =
        new Ephemeral("e" + number, number, person, channel, root, answered, card, form, at);
    answers.add(answer);
    if (answers.size() > KEPT) {
      answers.removeFirst();
    }
    return answer;
  }

  /** A person's answers after a number, the oldest first. */
  synchronized List<Ephemeral> after(long last, String person) {
    return answers.stream()
        .filter(answer -> answer.number() > last && answer.person().equals(person))
        .toList();
  }

  /** The number of the last answer to anybody. */
  synchronized long last() {
    return number;
  }

  /** An answer that this person sees. */
  synchronized Optional<Ephemeral> find(String id, String person) {
    return answers.stream()
        .filter(answer -> answer.id().equals(id) && answer.person().equals(person))
        .findFirst();
  }
}
