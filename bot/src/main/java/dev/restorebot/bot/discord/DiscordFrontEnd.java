package dev.restorebot.bot.discord;

import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.task.Threads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Discord: {@code /restore} as a command with options, messages with buttons, and a thread under
 * each headline. Works in one server.
 *
 * <p>Needs no privileged intent and keeps no cache of people: what it must know it asks for.
 */
public final class DiscordFrontEnd implements ChatFrontEnd {
  /** The name of this front end. */
  public static final String NAME = "discord";

  private static final int WORKERS = 4;

  private final DiscordOptions options;
  private final Suggestions suggestions;
  private final InstantSource clock;
  private final Duration patience;
  private volatile Parts parts;

  /** Opens nothing yet: {@link #start} does. */
  public DiscordFrontEnd(DiscordOptions options, Suggestions suggestions, InstantSource clock) {
    this(options, suggestions, clock, Duration.ofSeconds(20));
  }

  /** With the longest time that a message may wait for Discord's rate limits and its answer. */
  DiscordFrontEnd(
      DiscordOptions options, Suggestions suggestions, InstantSource clock, Duration patience) {
    this.options = options;
    this.suggestions = suggestions;
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(Inbound inbound) throws DeliveryException {
    ButtonStore store;
    try {
      store = new ButtonStore(options.database(), clock);
    } catch (StateException e) {
      throw new DeliveryException(e.getMessage(), false, e);
    }
    DiscordForms forms = new DiscordForms();
    DiscordMessages messages = new DiscordMessages(store, forms);
    DiscordMembers members = new DiscordMembers(options.server());
    ExecutorService work = Executors.newFixedThreadPool(WORKERS, Threads.named("discord-work"));
    Interactions interactions =
        new Interactions(
            options.server(),
            inbound,
            messages,
            members,
            new ShortIds(store, suggestions),
            forms,
            work);
    DiscordConnection connection = new DiscordConnection(options, patience, interactions);
    parts = new Parts(connection, new DiscordPosts(messages), members, work);
    try {
      connection.open();
    } catch (DeliveryException e) {
      close();
      throw e;
    }
  }

  @Override
  public ThreadRef post(String channel, Card card) throws DeliveryException {
    Parts open = open();
    return stored(() -> open.posts().post(open.connection().rest(), channel, card));
  }

  @Override
  public void edit(ThreadRef message, Card card) throws DeliveryException {
    Parts open = open();
    stored(
        () -> {
          open.posts().edit(open.connection().rest(), message, card);
          return message;
        });
  }

  @Override
  public ThreadRef reply(ThreadRef headline, Card card) throws DeliveryException {
    Parts open = open();
    return stored(() -> open.posts().reply(open.connection().rest(), headline, card));
  }

  @Override
  public boolean belongs(Actor actor, Collection<String> ids) throws DeliveryException {
    Parts open = open();
    return open.members().belongs(open.connection(), actor, ids);
  }

  @Override
  public boolean belongsAsMember(Actor actor, Collection<String> ids, boolean now)
      throws DeliveryException {
    Parts open = open();
    return open.members().belongsAsMember(open.connection(), actor, ids, now);
  }

  /** Whoever has a role can be recognised, but not listed without a privileged intent. */
  @Override
  public Optional<Set<String>> people(Collection<String> ids) throws DeliveryException {
    Parts open = open();
    return open.members().people(open.connection(), ids);
  }

  /** Discord lets a channel's messages be edited about five times in five seconds. */
  @Override
  public Duration betweenEdits() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void close() {
    Parts open = parts;
    parts = null;
    if (open != null) {
      open.connection().close();
      open.work().shutdownNow();
    }
  }

  private Parts open() throws DeliveryException {
    Parts open = parts;
    if (open == null) {
      throw new DeliveryException("Discord is not connected: the bot ends.", true, null);
    }
    return open;
  }

  /** The buttons of a message are kept before it is sent, so a full disk is a refusal too. */
  private static ThreadRef stored(Delivered work) throws DeliveryException {
    try {
      return work.deliver();
    } catch (StateException e) {
      throw new DeliveryException(
          "The message's buttons cannot be kept: " + e.getMessage(), true, e);
    }
  }

  private interface Delivered {
    ThreadRef deliver() throws DeliveryException;
  }

  private record Parts(
      DiscordConnection connection,
      DiscordPosts posts,
      DiscordMembers members,
      ExecutorService work) {}
}
