package dev.restorebot.bot.console;

import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chat of our own: a page with channels, threads and buttons, for trying the bot out and for the
 * night when Slack is down too.
 *
 * <p>Messages are kept in SQLite: after a restart on the same file the history is there and old
 * {@link ThreadRef}s can be edited and replied to. Without sign-in, whoever reaches the page may be
 * any of its people, and it is for loopback only.
 */
public final class ConsoleFrontEnd implements ChatFrontEnd {
  /** The name of this front end. */
  public static final String NAME = "console";

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleFrontEnd.class);

  private final ConsoleOptions options;
  private final Completions completions;
  private final InstantSource clock;
  private final ConsoleData data;
  private final PageNotifier room = new PageNotifier();
  private final Assets assets = new Assets();
  private final PageAccess access;
  private volatile Parts parts;

  /**
   * Listens nowhere yet: {@link #start} does.
   *
   * @param data what is shown beside the messages
   */
  public ConsoleFrontEnd(
      ConsoleOptions options, Completions completions, ConsoleData data, InstantSource clock) {
    this.data = data;
    this.options = options;
    this.completions = completions;
    this.clock = clock;
    this.access =
        options
            .signIn()
            .<PageAccess>map(signIn -> new SignedInPeople(signIn, this::url, assets, clock))
            .orElseGet(() -> new ChosenPeople(options.people(), options.leads()));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Can be started once. */
  @Override
  public synchronized void start(Inbound inbound) throws DeliveryException {
    if (parts != null || room.closed()) {
      throw new IllegalStateException("a console can be started once");
    }
    ConsoleStore store = new ConsoleStore(options.database());
    Ephemerals ephemerals = new Ephemerals();
    String start = RequestGuard.randomHex(4);
    EventStream feed = new EventStream(store, ephemerals, room, start);
    ConsoleInput desk = new ConsoleInput(store, ephemerals, room, start, inbound, clock);
    ConsoleServer server =
        new ConsoleServer(options, desk, feed, completions, data, access, assets);
    try {
      server.start();
    } catch (RuntimeException e) {
      feed.close();
      throw new DeliveryException(
          "The console cannot listen on "
              + options.address()
              + ":"
              + options.port()
              + ": "
              + e.getMessage(),
          false,
          e);
    }
    parts = new Parts(store, feed, server);
    if (options.signIn().isEmpty() && !options.leads()) {
      LOG.info(
          "the console has no sign-in: it listens on {} only, and nobody can approve or sign off"
              + " there",
          options.address());
    }
  }

  /**
   * Returns the address of the page in browsers.
   *
   * @throws IllegalStateException before {@link #start}
   */
  public URI url() {
    Parts running = parts;
    if (running == null) {
      throw new IllegalStateException("the console is not started");
    }
    String own = options.address().contains(":") ? "[::1]" : options.address();
    return options
        .publicUrl()
        .map(url -> url.resolve("/"))
        .orElseGet(() -> URI.create("http://" + own + ":" + running.server().port() + "/"));
  }

  /** Returns a new thread in the channel that is shown first. */
  public Origin firstChannel() {
    return Origin.fresh(NAME, options.channels().get(0));
  }

  @Override
  public ThreadRef post(String channel, Card card) throws DeliveryException {
    if (!options.channels().contains(channel)) {
      throw new DeliveryException("The console has no channel " + channel, false, null);
    }
    return ref(write(store -> store.post(channel, card, clock.millis())));
  }

  @Override
  public void edit(ThreadRef message, Card card) throws DeliveryException {
    long id = id(message);
    if (!write(store -> store.edit(id, card))) {
      throw unknown(message);
    }
  }

  @Override
  public ThreadRef reply(ThreadRef headline, Card card) throws DeliveryException {
    long id = id(headline);
    Optional<ConsoleMessage> reply = write(store -> store.reply(id, card, clock.millis()));
    return ref(reply.orElseThrow(() -> unknown(headline)));
  }

  @Override
  public boolean belongs(Actor actor, Collection<String> ids) throws DeliveryException {
    return access.belongs(actor, ids, Optional.empty());
  }

  @Override
  public boolean belongsAsMember(Actor actor, Collection<String> ids, boolean now)
      throws DeliveryException {
    return access.belongs(actor, ids, Optional.of(now));
  }

  @Override
  public Optional<Set<String>> people(Collection<String> ids) {
    return access.actors(ids);
  }

  /** Stops listening. Harmless when done twice. */
  @Override
  public synchronized void close() {
    room.close();
    Parts running = parts;
    if (running != null) {
      running.feed().close();
      running.server().close();
      parts = null;
    }
  }

  private <T> T write(Function<ConsoleStore, T> work) throws DeliveryException {
    Parts running = parts;
    if (running == null) {
      throw new DeliveryException("The console is not running", true, null);
    }
    try {
      T result = work.apply(running.store());
      room.announce();
      return result;
    } catch (StateException e) {
      throw new DeliveryException("The console could not keep a message", true, e);
    }
  }

  private static ThreadRef ref(ConsoleMessage message) {
    return new ThreadRef(NAME, message.channel(), Long.toString(message.id()));
  }

  private static long id(ThreadRef ref) throws DeliveryException {
    if (!ref.frontEnd().equals(NAME) || !ref.message().matches("\\d{1,18}")) {
      throw unknown(ref);
    }
    return Long.parseLong(ref.message());
  }

  private static DeliveryException unknown(ThreadRef ref) {
    return new DeliveryException("The console has no message " + ref, false, null);
  }

  private record Parts(ConsoleStore store, EventStream feed, ConsoleServer server) {}
}
