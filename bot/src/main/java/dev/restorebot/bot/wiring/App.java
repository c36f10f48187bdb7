package dev.restorebot.bot.wiring;

import dev.restorebot.bot.cards.Alerts;
import dev.restorebot.bot.cards.DisasterThreads;
import dev.restorebot.bot.cards.DrillThreads;
import dev.restorebot.bot.cards.EvidenceThreads;
import dev.restorebot.bot.cards.JobThreads;
import dev.restorebot.bot.cards.RehearsalThreads;
import dev.restorebot.bot.command.ChatAccess;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.CommandContext;
import dev.restorebot.bot.command.CommandDispatcher;
import dev.restorebot.bot.command.CommandTrail;
import dev.restorebot.bot.console.ConsoleFrontEnd;
import dev.restorebot.bot.console.ConsolePerson;
import dev.restorebot.bot.delivery.Chat;
import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.bot.doctor.DailyDiagnostics;
import dev.restorebot.bot.notify.Heartbeat;
import dev.restorebot.bot.ops.OpsServer;
import dev.restorebot.bot.settings.LiveSettings;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.EngineEvents;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.login.PublishedPort;
import dev.restorebot.engine.login.ServerCertificate;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.state.StateFolder;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running bot: the engine and its chats. */
public final class App implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(App.class);

  private static final int RETOLD = 3;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private Optional<ConsoleFrontEnd> console = Optional.empty();
  private volatile Optional<RestoreEngine> engine = Optional.empty();
  private Optional<OpsServer> ops = Optional.empty();

  /**
   * Starts the bot with settings that stay.
   *
   * @param people who uses the console
   * @throws IOException when the state folder cannot be used, with a message for people
   * @throws DeliveryException when a chat can never work as it is set up, with a message for people
   */
  public App(Settings settings, List<ConsolePerson> people) throws IOException, DeliveryException {
    this(LiveSettings.fixed(settings), people);
  }

  /** Starts the bot with settings that it follows. */
  public App(LiveSettings live, List<ConsolePerson> people) throws IOException, DeliveryException {
    this(live, people, EngineFactory.sandboxes(live.get(), Optional.empty()));
  }

  /** Starts the bot with settings that stay and other sandboxes, which it closes. */
  public App(Settings settings, List<ConsolePerson> people, SandboxProvider sandboxes)
      throws IOException, DeliveryException {
    this(LiveSettings.fixed(settings), people, sandboxes);
  }

  /** The same with a guest. */
  public App(Settings settings, List<ConsolePerson> people, SandboxProvider sandboxes, Guest guest)
      throws IOException, DeliveryException {
    this(LiveSettings.fixed(settings), people, sandboxes, guest);
  }

  /** Starts the bot with settings that it follows and other sandboxes, which it closes. */
  public App(LiveSettings live, List<ConsolePerson> people, SandboxProvider sandboxes)
      throws IOException, DeliveryException {
    this(live, people, sandboxes, (engine, delivery) -> () -> {});
  }

  private App(LiveSettings live, List<ConsolePerson> people, SandboxProvider sandboxes, Guest guest)
      throws IOException, DeliveryException {
    closed(sandboxes);
    try {
      start(live, people, sandboxes, guest);
    } catch (IOException | DeliveryException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void start(
      LiveSettings live, List<ConsolePerson> people, SandboxProvider sandboxes, Guest guest)
      throws IOException, DeliveryException {
    Settings settings = live.get();
    Clock clock = Clock.systemUTC();
    StateFolder state = closed(StateFolder.open(settings.stateDir()));
    Outbox outbox = new JdbcOutbox(state.database());
    Chats chats = new Chats(settings, this::engine, state.database(), clock);
    Map<ChatFrontEnd, Supplier<ChatAccess>> fronts = new LinkedHashMap<>();
    console = chats.console(people, live);
    console.ifPresent(front -> fronts.put(closed(front), () -> Chats.consoleAccess(live.get())));
    chats
        .slack()
        .ifPresent(front -> fronts.put(closed(front), () -> Chats.slackAccess(live.get())));
    chats
        .discord()
        .ifPresent(front -> fronts.put(closed(front), () -> Chats.discordAccess(live.get())));
    List<Chat> receivers = new ArrayList<>(fronts.keySet());
    receivers.add(
        new Heartbeat(subject -> drill(live, subject::equals).flatMap(DrillSettings::heartbeat)));
    Chats.webhook(settings, clock).ifPresent(receivers::add);
    Delivery delivery =
        new Delivery(receivers, outbox, clock, console.map(front -> front.firstChannel()));
    Alerts alerts = new Alerts(delivery, settings.notifications().webhook().url().isPresent());
    RestoreEngine built =
        new RestoreEngine(
            state,
            () -> EngineFactory.settings(live.get()),
            sandboxes,
            events(live, fronts, delivery, alerts, clock),
            clock);
    engine = Optional.of(built);
    Map<ChatFrontEnd, CommandDispatcher> desks = new LinkedHashMap<>();
    fronts.forEach(
        (front, access) ->
            desks.put(
                front,
                closed(
                    new CommandDispatcher(
                        new CommandContext(
                            built.tests(),
                            built.backups(),
                            () -> EngineFactory.practices(live.get()),
                            front,
                            access,
                            built.disasters(),
                            Optional.of(built.rehearsals()),
                            Optional.of(built.drills()),
                            new TargetPeople(live),
                            delivery,
                            clock),
                        CommandTrail.in(built.audit(), clock)))));
    closed(delivery);
    closed(built);
    JobThreads threads =
        new JobThreads(
            delivery,
            built.tests()::place,
            alerts,
            () -> live.get().sandbox().connect().enabled(),
            clock);
    built.tests().addListener(threads);
    built.tests().addListener(new DatabaseTests(built.tests()));
    closed(guest.join(built, delivery));
    if (settings.metrics().enabled()) {
      ops = Optional.of(closed(OpsFactory.server(live, built, outbox, clock)));
    }
    for (Map.Entry<ChatFrontEnd, CommandDispatcher> each : desks.entrySet()) {
      each.getKey().start(each.getValue());
    }
    delivery.start();
    built.tests().recentJobs(RETOLD).forEach(threads::stands);
    built.start();
    publish(settings.sandbox().connect().publish(), built);
    if (settings.backups().verifyNew()) {
      closed(new NewBackupTests(settings, built.tests(), built.backups(), clock)).start();
    }
    desks.values().forEach(CommandDispatcher::open);
    closed(
            new DailyDiagnostics(
                () -> DiagnosticChecks.doctor(live.get(), built.backups(), clock),
                delivery,
                () -> Chats.firstChannels(live.get())))
        .start();
    closed(
            new SettingsWatch(
                live,
                changed -> built.reload(),
                card ->
                    Chats.firstChannels(live.get())
                        .forEach(origin -> delivery.headline(origin, () -> card, true)),
                built.audit(),
                clock))
        .start();
  }

  private void publish(Settings.Publish publish, RestoreEngine built) throws IOException {
    if (publish.wanted().isPresent()) {
      closed(
          new PublishedPort(
              publish.address(),
              publish.port(),
              new ServerCertificate(publish.certificate().get(), publish.key().get()),
              built.tests()::sandboxOf));
    }
  }

  private EngineEvents events(
      LiveSettings live,
      Map<ChatFrontEnd, Supplier<ChatAccess>> fronts,
      Delivery delivery,
      Alerts alerts,
      Clock clock) {
    Map<String, Supplier<ChatAccess>> accesses = new HashMap<>();
    fronts.forEach((front, access) -> accesses.put(front.name(), access));
    Function<String, List<String>> leads =
        chat -> accesses.getOrDefault(chat, () -> ChatAccess.EVERYBODY).get().leads();
    TargetPeople people = new TargetPeople(live);
    return new EngineEvents(
        new DisasterThreads(delivery, alerts, people),
        new RehearsalThreads(delivery, alerts),
        new DrillThreads(
            delivery,
            alerts,
            drill -> drill(live, drill.subject()::equals),
            drill -> engine().drills().before(drill),
            leads,
            people::contacts,
            clock),
        new EvidenceThreads(delivery, live.get().stateDir()),
        new ChatMembership(fronts));
  }

  private static Optional<DrillSettings> drill(LiveSettings live, Predicate<String> subject) {
    return live.get().drills().stream().filter(drill -> subject.test(drill.subject())).findFirst();
  }

  private RestoreEngine engine() {
    return engine.orElseThrow();
  }

  private <T extends AutoCloseable> T closed(T part) {
    parts.push(part);
    return part;
  }

  /** Returns the address of the metrics, if they are served. */
  public Optional<URI> metricsAddress() {
    return ops.map(OpsServer::url);
  }

  /** Returns the address of the console, if it is served. */
  public Optional<URI> consoleAddress() {
    return console.map(ConsoleFrontEnd::url);
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.error("{} did not close", part.getClass().getSimpleName(), e);
      }
    }
  }
}
