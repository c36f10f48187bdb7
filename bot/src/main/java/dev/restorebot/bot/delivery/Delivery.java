package dev.restorebot.bot.delivery;

import dev.restorebot.bot.delivery.Outbox.Waiting;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.engine.task.Threads;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers messages to the channel where a job was requested: replies in order, the headline in its
 * newest form and no more often than its chat allows. A chat that is away never stops a job:
 * undelivered messages are kept in the {@link Outbox} and sent later, also after a restart.
 *
 * <p>A message may come twice when the process dies between the chat's taking it and our noting
 * that. Thread-safe.
 */
public final class Delivery implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final Outbox outbox;
  private final InstantSource clock;
  private final Map<String, ChatQueue> lines;

  /**
   * Delivers to those chats. Nothing that an earlier process left goes out before {@link #start}.
   */
  public Delivery(Collection<? extends Chat> chats, Outbox outbox, InstantSource clock) {
    this(chats, outbox, clock, Optional.empty());
  }

  /**
   * Delivers to those chats.
   *
   * @param elsewhere a channel that is told which channels of other chats refuse messages
   */
  public Delivery(
      Collection<? extends Chat> chats,
      Outbox outbox,
      InstantSource clock,
      Optional<Origin> elsewhere) {
    this.outbox = outbox;
    this.clock = clock;
    this.lines =
        chats.stream()
            .collect(
                Collectors.toMap(
                    Chat::name,
                    chat ->
                        new ChatQueue(
                            chat, outbox, clock, card -> report(chat.name(), card, elsewhere))));
  }

  private void report(String from, Card card, Optional<Origin> elsewhere) {
    elsewhere
        .filter(place -> !place.frontEnd().equals(from))
        .ifPresent(
            place -> headline(Origin.fresh(place.frontEnd(), place.channel()), () -> card, true));
  }

  /** Sends the messages that an earlier process could not deliver. */
  public void start() {
    for (Waiting waiting : outbox.waiting()) {
      ChatQueue line = lines.get(waiting.origin().frontEnd());
      if (line == null) {
        log.info(
            "a message for {} stays queued until that chat is set up again",
            waiting.origin().frontEnd());
      } else {
        line.handIn(waiting);
      }
    }
  }

  /**
   * Begins a thread, at once. When the chat is away it is begun later.
   *
   * @throws DeliveryException when the chat will never take it, such as in a channel that the bot
   *     may not write to
   */
  public void begin(Origin origin, Card card) throws DeliveryException {
    ChatQueue line = lines.get(origin.frontEnd());
    try {
      ThreadRef posted = line.chat.post(origin.channel(), card);
      outbox.posted(origin, posted.message());
    } catch (DeliveryException e) {
      if (!e.retryable()) {
        throw e;
      }
      log.warn(
          "{} does not accept messages; they are queued: {}", origin.frontEnd(), e.getMessage());
      e.retryAfter().ifPresent(line::pause);
      headline(origin, () -> card, true);
    }
  }

  /**
   * Shows a headline soon. Of several that are added meanwhile, only the last is shown.
   *
   * @param card makes it when it is shown
   * @param keep whether it has to be shown even after a crash; progress has not
   */
  public void headline(Origin origin, Supplier<Card> card, boolean keep) {
    to(origin)
        .ifPresent(
            line -> {
              Optional<Waiting> kept =
                  keep
                      ? Optional.of(outbox.putHeadline(origin, card.get(), clock.instant()))
                      : Optional.empty();
              line.with(origin, queue -> queue.headline(card, kept));
            });
  }

  /** Adds a reply after all earlier ones. */
  public void reply(Origin origin, Card card) {
    to(origin)
        .ifPresent(
            line -> {
              Waiting kept = outbox.addReply(origin, card, clock.instant());
              line.with(origin, queue -> queue.reply(kept));
            });
  }

  private Optional<ChatQueue> to(Origin origin) {
    Optional<ChatQueue> line = Optional.ofNullable(lines.get(origin.frontEnd()));
    if (line.isEmpty()) {
      log.warn("a message is dropped: {} is no longer set up", origin.frontEnd());
    }
    return line;
  }

  /** Sends what the chats accept at once; the rest is kept for the next start. */
  @Override
  public void close() {
    Threads.forAll("last-messages", lines.values(), ChatQueue::close);
  }
}
