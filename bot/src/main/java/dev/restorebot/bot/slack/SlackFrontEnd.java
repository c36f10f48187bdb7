package dev.restorebot.bot.slack;

import com.github.benmanes.caffeine.cache.Ticker;
import com.slack.api.Slack;
import com.slack.api.bolt.App;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.settings.SecretValue;
import dev.restorebot.bot.slack.SlackOptions.Mode;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Slack, over Socket Mode or HTTP. */
public final class SlackFrontEnd implements ChatFrontEnd {
  /** The name of this front end. */
  public static final String NAME = "slack";

  private static final Logger LOG = LoggerFactory.getLogger(SlackFrontEnd.class);

  private final SlackOptions options;
  private final Slack slack;
  private final SlackApi api;
  private final LongValues values = new LongValues();
  private final CardBlocks blocks = new CardBlocks(values);
  private final SlackMessages messages;
  private final SlackPeople people;
  private final SlackHome home;
  private final EventDeduplicator gate;
  private final EventExecutor work = new EventExecutor();
  private Parts parts;
  private boolean closed;

  /**
   * Connects nothing yet: {@link #start} does.
   *
   * @param home what the App Home shows; asked whenever somebody opens it
   */
  public SlackFrontEnd(SlackOptions options, Supplier<List<Card>> home) {
    this(options, home, Ticker.systemTicker());
  }

  SlackFrontEnd(SlackOptions options, Supplier<List<Card>> home, Ticker ticker) {
    this.options = options;
    this.slack = SlackClients.of(options.apiBaseUrl());
    this.api = new SlackApi(slack, options.botToken().value());
    this.messages = new SlackMessages(api, blocks);
    this.people = new SlackPeople(api, ticker);
    this.home = new SlackHome(api, blocks, home);
    this.gate = new EventDeduplicator(options.workspace().orElse(""));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Can be started once. */
  @Override
  public synchronized void start(Inbound inbound) throws DeliveryException {
    if (parts != null || closed) {
      throw new IllegalStateException("a front end can be started once");
    }
    boolean http = options.mode() == Mode.HTTP;
    needed(options.botToken(), "slack.bot-token-file");
    needed(
        http ? options.signingSecret() : options.appToken(),
        http ? "slack.signing-secret-file" : "slack.app-token-file");
    SlackEvents events =
        new SlackEvents(
            gate, work, people, new SlackReplies(api, blocks, values), values, home, inbound);
    App app = BoltApps.of(slack, events);
    parts = http ? overHttp(app) : overSocket(app);
    try {
      parts.connection().start();
    } catch (DeliveryException e) {
      parts.close();
      throw e;
    }
  }

  private Parts overHttp(App app) throws DeliveryException {
    HttpReceiver door = new HttpReceiver(app, options.signingSecret());
    door.open(options.httpPort());
    return new Parts(
        app, new SlackConnection(this::identified), Optional.of(door), Optional.empty());
  }

  private Parts overSocket(App app) {
    SocketModeReceiver[] socket = new SocketModeReceiver[1];
    SlackConnection connection =
        new SlackConnection(
            () -> {
              identify();
              return socket[0].ensure();
            });
    socket[0] = new SocketModeReceiver(app, api, options.appToken(), connection::lost);
    return new Parts(app, connection, Optional.empty(), Optional.of(socket[0]));
  }

  private boolean identified;

  /** In HTTP mode nothing stays connected. */
  private boolean identified() throws DeliveryException {
    boolean before = identified;
    identify();
    return !before;
  }

  /** Asks Slack whose token it is, until that is known. */
  private void identify() throws DeliveryException {
    if (identified) {
      return;
    }
    var answer = api.call(SlackMethod.AUTH_TEST, "", methods -> methods.authTest(r -> r));
    String team = answer.getTeamId();
    if (options.workspace().isPresent() && !options.workspace().get().equals(team)) {
      throw new DeliveryException(
          "The token of slack.bot-token-file belongs to the workspace "
              + team
              + ", but slack.workspace is "
              + options.workspace().get()
              + ". Set the workspace's own token, or correct slack.workspace.",
          false,
          null);
    }
    gate.serve(team);
    identified = true;
    LOG.info(
        "Slack knows the bot as {} in the workspace {} ({})",
        answer.getUser(),
        answer.getTeam(),
        team);
  }

  private static void needed(SecretValue secret, String setting) throws DeliveryException {
    if (!secret.isSet()) {
      throw new DeliveryException("Slack needs " + setting + ", which is not set.", false, null);
    }
  }

  /** The address that takes Slack's requests, in HTTP mode. */
  synchronized int httpPort() {
    return parts.door().orElseThrow().port();
  }

  @Override
  public ThreadRef post(String channel, Card card) throws DeliveryException {
    return messages.post(channel, Optional.empty(), card);
  }

  @Override
  public void edit(ThreadRef message, Card card) throws DeliveryException {
    messages.edit(ours(message), card);
  }

  @Override
  public ThreadRef reply(ThreadRef headline, Card card) throws DeliveryException {
    return messages.post(ours(headline).channel(), Optional.of(headline.message()), card);
  }

  @Override
  public boolean belongs(Actor actor, Collection<String> ids) throws DeliveryException {
    return people.belongs(actor, ids);
  }

  @Override
  public boolean belongsAsMember(Actor actor, Collection<String> ids, boolean now)
      throws DeliveryException {
    return people.belongsAsMember(actor, ids, now, gate.workspace());
  }

  @Override
  public Optional<Set<String>> people(Collection<String> ids) throws DeliveryException {
    return Optional.of(people.people(ids, gate.workspace()));
  }

  /** Slack lets a message be edited some 50 times a minute, all messages together. */
  @Override
  public Duration betweenEdits() {
    return Duration.ofSeconds(3);
  }

  /** Takes nothing more in, ends what was taken. Harmless when done twice. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (parts != null) {
      parts.close();
    }
    work.close();
    try {
      slack.close();
    } catch (Exception e) {
      LOG.debug("the connections to Slack did not close well: {}", e.getMessage());
    }
  }

  private static ThreadRef ours(ThreadRef ref) throws DeliveryException {
    if (!ref.frontEnd().equals(NAME)) {
      throw new DeliveryException("This is not the ID of a Slack message: " + ref, false, null);
    }
    return ref;
  }

  private record Parts(
      App app,
      SlackConnection connection,
      Optional<HttpReceiver> door,
      Optional<SocketModeReceiver> socket) {
    void close() {
      connection.close();
      door.ifPresent(HttpReceiver::close);
      socket.ifPresent(SocketModeReceiver::close);
      app.stop();
    }
  }
}
