package dev.restorebot.bot.wiring;

import dev.restorebot.bot.cards.DisasterThreads;
import dev.restorebot.bot.cards.EvidenceThreads;
import dev.restorebot.bot.cards.JobThreads;
import dev.restorebot.bot.command.ChatAccess;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.CommandContext;
import dev.restorebot.bot.command.CommandDispatcher;
import dev.restorebot.bot.command.CommandTrail;
import dev.restorebot.bot.console.ConsoleFrontEnd;
import dev.restorebot.bot.console.ConsolePerson;
import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.bot.doctor.DailyDiagnostics;
import dev.restorebot.bot.ops.OpsServer;
import dev.restorebot.bot.settings.LiveSettings;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.approval.jdbc.JdbcApprovalStore;
import dev.restorebot.engine.approval.totp.TotpSecondFactor;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.Disasters;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.drill.jdbc.JdbcDrillStore;
import dev.restorebot.engine.evidence.Evidence;
import dev.restorebot.engine.evidence.EvidenceWriter;
import dev.restorebot.engine.evidence.JobTrail;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.testrestore.TestRestores;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running bot: everything built by constructor, and closed in reverse. */
public final class App implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(App.class);

  private static final int RETOLD = 3;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private Optional<ConsoleFrontEnd> console = Optional.empty();
  private volatile Optional<Drills> drills = Optional.empty();
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

  /** The same with settings that it follows. */
  public App(LiveSettings live, List<ConsolePerson> people) throws IOException, DeliveryException {
    this(live, people, EngineFactory.sandboxes(live.get(), Optional.empty()));
  }

  /** The same with other sandboxes, which it closes. */
  public App(Settings settings, List<ConsolePerson> people, SandboxProvider sandboxes)
      throws IOException, DeliveryException {
    this(LiveSettings.fixed(settings), people, sandboxes);
  }

  /** The same with both. */
  public App(LiveSettings live, List<ConsolePerson> people, SandboxProvider sandboxes)
      throws IOException, DeliveryException {
    closed(sandboxes);
    try {
      start(live, people, sandboxes);
    } catch (IOException | DeliveryException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void start(LiveSettings live, List<ConsolePerson> people, SandboxProvider sandboxes)
      throws IOException, DeliveryException {
    Settings settings = live.get();
    Clock clock = Clock.systemUTC();
    StateFolder state = closed(StateFolder.open(settings.stateDir()));
    StateDatabase database = state.database();
    JobStore store = new JdbcJobStore(database);
    AuditLog audit = new JdbcAuditLog(database);
    Outbox outbox = new JdbcOutbox(database);
    BackupCatalog backups = EngineFactory.catalog(settings);
    TestRestores engine =
        new TestRestores(
            store,
            sandboxes,
            () -> EngineFactory.reader(live.get()),
            () -> UploadsFactory.verifier(live.get()),
            () -> EngineFactory.runSettings(live.get(), store.owner(), true),
            clock);
    Chats chats =
        new Chats(settings, engine, backups, () -> drills.flatMap(Drills::next), database, clock);
    Map<ChatFrontEnd, Supplier<ChatAccess>> fronts = new LinkedHashMap<>();
    console = chats.console(people);
    console.ifPresent(front -> fronts.put(closed(front), () -> ChatAccess.EVERYBODY));
    chats
        .slack()
        .ifPresent(front -> fronts.put(closed(front), () -> Chats.slackAccess(live.get())));
    chats
        .discord()
        .ifPresent(front -> fronts.put(closed(front), () -> Chats.discordAccess(live.get())));
    Delivery delivery = new Delivery(fronts.keySet(), outbox, clock);
    Evidence evidence = EvidenceFactory.evidence(settings, audit, clock);
    EvidenceWriter writer =
        new EvidenceWriter(evidence, store, EvidenceFactory.tools(), new EvidenceThreads(delivery));
    DrillScheduler keeper =
        new DrillScheduler(
            live,
            fronts,
            new JdbcDrillStore(database),
            engine,
            backups,
            audit,
            delivery,
            writer,
            clock);
    drills = Optional.of(keeper.drills());
    Optional<Disasters> disasters =
        settings.disaster().project().isPresent()
            ? Optional.of(
                disasters(
                    live,
                    state,
                    fronts,
                    store,
                    audit,
                    evidence,
                    writer,
                    new DisasterThreads(
                        delivery,
                        () -> live.get().disaster().contacts(),
                        () -> live.get().disaster().handChecks()),
                    clock))
            : Optional.empty();
    Map<ChatFrontEnd, CommandDispatcher> desks = new LinkedHashMap<>();
    fronts.forEach(
        (front, access) ->
            desks.put(
                front,
                closed(
                    new CommandDispatcher(
                        new CommandContext(
                            engine,
                            backups,
                            () -> EngineFactory.practices(live.get()),
                            front,
                            access,
                            disasters,
                            drills,
                            () -> live.get().disaster().contacts(),
                            delivery,
                            clock),
                        CommandTrail.in(audit, clock)))));
    closed(delivery);
    closed(writer);
    JobThreads threads = new JobThreads(delivery, engine::place, clock);
    engine.addListener(new JobTrail(audit));
    engine.addListener(threads);
    engine.addListener(keeper);
    engine.addListener(writer);
    if (settings.metrics().enabled()) {
      ops =
          Optional.of(
              closed(
                  OpsFactory.server(
                      settings.metrics(),
                      engine,
                      store,
                      new JdbcApprovalStore(database),
                      () -> drills.map(found -> (int) found.overdue()).orElse(0),
                      outbox,
                      clock)));
    }
    for (Map.Entry<ChatFrontEnd, CommandDispatcher> each : desks.entrySet()) {
      each.getKey().start(each.getValue());
    }
    delivery.start();
    engine.recentJobs(RETOLD).forEach(threads::stands);
    closed(engine);
    engine.start();
    closed(keeper).start();
    writer.catchUp();
    if (settings.backups().verifyNew()) {
      closed(new NewBackupTests(settings, engine, backups, clock)).start();
    }
    disasters.ifPresent(
        found -> {
          closed(found);
          found.start();
        });
    desks.values().forEach(CommandDispatcher::open);
    closed(
            new DailyDiagnostics(
                () -> DiagnosticChecks.doctor(live.get(), backups, clock),
                delivery,
                () -> Chats.firstChannels(live.get())))
        .start();
    closed(
            new SettingsWatch(
                live,
                changed -> {
                  backups.replace(EngineFactory.sources(changed), changed.backups().listKept());
                  keeper.replace(changed);
                },
                card ->
                    Chats.firstChannels(live.get())
                        .forEach(origin -> delivery.headline(origin, () -> card, true)),
                audit,
                clock))
        .start();
  }

  private Disasters disasters(
      LiveSettings live,
      StateFolder state,
      Map<ChatFrontEnd, Supplier<ChatAccess>> fronts,
      JobStore store,
      AuditLog audit,
      Evidence evidence,
      EvidenceWriter writer,
      DisasterEvents events,
      Clock clock) {
    DisasterFactory parts = closed(new DisasterFactory(live, clock));
    Approvals approvals =
        new Approvals(
            () -> DisasterFactory.policy(live.get()),
            new JdbcApprovalStore(state.database()),
            audit,
            new ChatMembership(fronts),
            new TotpSecondFactor(state.authenticators(), audit, clock),
            clock);
    return parts.disasters(
        store, new JdbcDisasterStore(state.database()), approvals, audit, evidence, writer, events);
  }

  private <T extends AutoCloseable> T closed(T part) {
    parts.push(part);
    return part;
  }

  /** Where metrics are served, if they are. */
  public Optional<URI> metricsAddress() {
    return ops.map(OpsServer::url);
  }

  /** Where the console is served, if it is. */
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
