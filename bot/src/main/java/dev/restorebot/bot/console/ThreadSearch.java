package dev.restorebot.bot.console;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Fact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Searches the texts of messages. */
final class ThreadSearch {
  /** Messages that are read for one search, the newest. */
  private static final int READ = 2_000;

  /** The facts that name what a thread is about. */
  private static final Set<String> JOBS = Set.of("Job", "Disaster restore", "Drill");

  private final ConsoleStore store;

  ThreadSearch(ConsoleStore store) {
    this.store = store;
  }

  /** The headlines of the threads in which a text is, in any letter case, newest first. */
  List<ConsoleMessage> holding(String text, List<String> channels, int most) {
    String wanted = text.toLowerCase(Locale.ROOT);
    Map<Long, ConsoleMessage> heads = new LinkedHashMap<>();
    for (ConsoleMessage message : store.holding(text, READ)) {
      boolean holds =
          channels.contains(message.channel())
              && texts(message.card())
                  .anyMatch(each -> each.toLowerCase(Locale.ROOT).contains(wanted));
      if (holds && heads.size() < most) {
        Long root = message.root() == null ? Long.valueOf(message.id()) : message.root();
        heads.computeIfAbsent(root, id -> store.find(id).orElse(null));
      }
    }
    return heads.values().stream()
        .sorted((one, other) -> Long.compare(other.id(), one.id()))
        .toList();
  }

  /** The newest headline that names a job. */
  Optional<ConsoleMessage> ofJob(String id, List<String> channels) {
    return store.holding(id, READ).stream()
        .filter(message -> message.root() == null && channels.contains(message.channel()))
        .filter(
            message ->
                message.card().fields().stream()
                    .anyMatch(
                        fact -> JOBS.contains(fact.label()) && fact.value().equalsIgnoreCase(id)))
        .findFirst();
  }

  private static Stream<String> texts(Card card) {
    return Stream.of(
            Stream.of(card.title()),
            card.lines().stream(),
            card.code().stream(),
            Stream.concat(card.figures().stream(), card.fields().stream()).map(Fact::value),
            card.table().stream().flatMap(table -> table.rows().stream().flatMap(List::stream)))
        .flatMap(part -> part);
  }
}
