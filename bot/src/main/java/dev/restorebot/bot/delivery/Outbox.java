package dev.restorebot.bot.delivery;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores undelivered messages, and the IDs of the messages that threads hang under. Survives a
 * restart. Thread-safe; every method is one transaction. A failure of the storage is an unchecked
 * exception.
 */
public interface Outbox extends AutoCloseable {
  /** The id of the message under which a thread hangs, once it is posted. */
  Optional<String> message(Origin origin);

  /** Keeps where a thread hangs. */
  void posted(Origin origin, String message);

  /** Keeps a reply until it is removed. */
  Waiting addReply(Origin origin, Card card, Instant now);

  /** Keeps a headline until it is removed; an older one of the same thread makes room for it. */
  Waiting putHeadline(Origin origin, Card card, Instant now);

  /** Forgets what was delivered, or cannot be. Harmless when it is not there any more. */
  void remove(Waiting delivered);

  /** All waiting messages, in the order in which they were added. */
  List<Waiting> waiting();

  /** Returns the number of waiting messages. */
  int count();

  @Override
  void close();

  /**
   * A message that waits.
   *
   * @param id counts up in the order in which messages are added
   * @param reply whether it is a reply, not the headline
   * @param since when it was added
   */
  record Waiting(long id, Origin origin, boolean reply, Card card, Instant since) {}
}
