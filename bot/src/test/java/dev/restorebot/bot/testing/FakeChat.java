package dev.restorebot.bot.testing;

import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A chat in memory, which can refuse messages. */
public final class FakeChat implements ChatFrontEnd {
  /**
   * A message as it was taken.
   *
   * @param headline the message itself, or the one whose thread it is in
   */
  public record Sent(ThreadRef headline, Card card, long nanos) {}

  private final String name;
  private final AtomicInteger ids = new AtomicInteger();
  private final List<Sent> posts = new CopyOnWriteArrayList<>();
  private final List<Sent> edits = new CopyOnWriteArrayList<>();
  private final List<Sent> replies = new CopyOnWriteArrayList<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private final Map<String, DeliveryException> broken = new ConcurrentHashMap<>();
  private volatile Duration between = Duration.ofSeconds(1);

  public FakeChat() {
    this("fake");
  }

  /** One with that name. */
  public FakeChat(String name) {
    this.name = name;
  }

  /** From now on it likes so much time between two edits of a message. */
  public void between(Duration time) {
    between = time;
  }

  /** From now on whatever concerns that message is refused in this way. */
  public void refuse(String message, boolean retryable) {
    broken.put(message, new DeliveryException("refused for the test", retryable, null));
  }

  /** From now on whatever concerns that message is answered with a wish to be left alone. */
  public void pause(String message, Duration time) {
    broken.put(message, new DeliveryException("paused for the test", time));
  }

  /** From now on everything is taken again. */
  public void takeAgain() {
    broken.clear();
  }

  /** How many messages were handed in, the refused ones included. */
  public int attempts() {
    return attempts.get();
  }

  public List<Sent> posts() {
    return posts;
  }

  public List<Sent> edits() {
    return edits;
  }

  /** The titles in a thread, in order. */
  public List<String> titles(ThreadRef headline) {
    return replies.stream()
        .filter(sent -> sent.headline().equals(headline))
        .map(sent -> sent.card().title())
        .toList();
  }

  /** The replies in a thread, in order. */
  public List<Card> replies(ThreadRef headline) {
    return replies.stream()
        .filter(sent -> sent.headline().equals(headline))
        .map(Sent::card)
        .toList();
  }

  /** The replies of all threads, in order. */
  public List<Card> allReplies() {
    return replies.stream().map(Sent::card).toList();
  }

  /** The message as it is shown now. */
  public Card shown(ThreadRef headline) {
    Card card = null;
    for (List<Sent> all : List.of(posts, edits)) {
      for (Sent sent : all) {
        card = sent.headline().equals(headline) ? sent.card() : card;
      }
    }
    return card;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start(Inbound inbound) {}

  @Override
  public ThreadRef post(String channel, Card card) throws DeliveryException {
    check("post");
    ThreadRef ref = new ThreadRef(name(), channel, "m" + ids.incrementAndGet());
    posts.add(new Sent(ref, card, System.nanoTime()));
    return ref;
  }

  @Override
  public void edit(ThreadRef message, Card card) throws DeliveryException {
    check(message.message());
    edits.add(new Sent(message, card, System.nanoTime()));
  }

  @Override
  public ThreadRef reply(ThreadRef headline, Card card) throws DeliveryException {
    check(headline.message());
    replies.add(new Sent(headline, card, System.nanoTime()));
    return new ThreadRef(name(), headline.channel(), "r" + ids.incrementAndGet());
  }

  @Override
  public boolean belongs(Actor actor, Collection<String> ids) throws DeliveryException {
    check("belongs");
    return ids.contains(actor.id());
  }

  @Override
  public boolean belongsAsMember(Actor actor, Collection<String> ids, boolean now)
      throws DeliveryException {
    return belongs(actor, ids);
  }

  @Override
  public Optional<Set<String>> people(Collection<String> ids) {
    return Optional.of(Set.copyOf(ids));
  }

  private void check(String message) throws DeliveryException {
    DeliveryException refusal = broken.get(message);
    attempts.incrementAndGet(); // last, as who saw the attempt may change what is refused
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public Duration betweenEdits() {
    return between;
  }

  @Override
  public void close() {}
}
