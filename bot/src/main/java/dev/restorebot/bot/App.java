package dev.restorebot.bot;

import dev.restorebot.bot.command.Access;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.CommandDesk;
import dev.restorebot.bot.command.CommandTrail;
import dev.restorebot.bot.command.Desk;
import dev.restorebot.bot.console.ConsoleFrontEnd;
import dev.restorebot.bot.console.Person;
import dev.restorebot.bot.doctor.Examinations;
import dev.restorebot.bot.doctor.Rounds;
import dev.restorebot.bot.ops.OpsServer;
import dev.restorebot.bot.settings.LiveSettings;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.thread.Delivery;
import dev.restorebot.bot.thread.DeliveryException;
import dev.restorebot.bot.thread.DisasterThreads;
import dev.restorebot.bot.thread.EvidenceThreads;
import dev.restorebot.bot.thread.JobThreads;
import dev.restorebot.bot.thread.Outbox;
import dev.restorebot.bot.thread.jdbc.JdbcOutbox;
import dev.restorebot.engine.DisasterEvents;
import dev.restorebot.engine.Disasters;
import dev.restorebot.engine.PassedTests;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.approval.jdbc.JdbcApprovalStore;
import dev.restorebot.engine.approval.totp.TotpSecondFactor;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.drill.jdbc.JdbcDrillStore;
import dev.restorebot.engine.evidence.Evidence;
import dev.restorebot.engine.evidence.EvidenceWriter;
import dev.restorebot.engine.evidence.JobTrail;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.StateLock;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.sandbox.SandboxProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
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

  /** The file of the leads' authenticators, in the state folder. */
  public static final String TOTP_FILE = "totp.json";

  /** What the bot must not forget, in the state folder. */
  public static final String STATE_FILE = "state.db";

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
  public App(Settings settings, List<Person> people) throws IOException, DeliveryException {
    this(LiveSettings.fixed(settings), people);
  }

  /** The same with settings that it follows. */
  public App(LiveSettings live, List<Person> people) throws IOException, DeliveryException {
    this(live, people, Parts.sandboxes(live.get(), Optional.empty()));
  }

  /** The same with other sandboxes, which it closes. */
  App(Settings settings, List<Person> people, SandboxProvider sandboxes)
      throws IOException, DeliveryException {
    this(LiveSettings.fixed(settings), people, sandboxes);
  }

  /** The same with both. */
  App(LiveSettings live, List<Person> people, SandboxProvider sandboxes)
      throws IOException, DeliveryException {
    closed(sandboxes);
    try {
      start(live, people, sandboxes);
    } catch (IOException | DeliveryException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void start(LiveSettings live, List<Person> people, SandboxProvider sandboxes)
      throws IOException, DeliveryException {
    Settings settings = live.get();
    Clock clock = Clock.systemUTC();
    closed(StateLock.acquire(settings.stateDir()));
    Path state = settings.stateDir().resolve(STATE_FILE);
    JobStore store = closed(JdbcJobStore.open(state));
    AuditLog audit = closed(JdbcAuditLog.open(state));
    Outbox outbox = closed(JdbcOutbox.open(state));
    BackupCatalog backups = Parts.catalog(settings);
    RestoreEngine engine =
        new RestoreEngine(
            store,
            sandboxes,
            () -> Parts.reader(live.get()),
            () -> UploadsParts.verifier(live.get()),
            () -> Parts.runSettings(live.get(), store.owner(), true),
            clock);
    Chats chats =
        new Chats(settings, engine, backups, () -> drills.flatMap(Drills::next), state, clock);
    Map<ChatFrontEnd, Supplier<Access>> fronts = new LinkedHashMap<>();
    console = chats.console(people);
    console.ifPresent(front -> fronts.put(closed(front), () -> Access.EVERYBODY));
    chats
        .slack()
        .ifPresent(front -> fronts.put(closed(front), () -> Chats.slackAccess(live.get())));
    chats
        .discord()
        .ifPresent(front -> fronts.put(closed(front), () -> Chats.discordAccess(live.get())));
    Delivery delivery = new Delivery(fronts.keySet(), outbox, clock);
    Evidence evidence = EvidenceParts.evidence(settings, audit, clock);
    EvidenceWriter writer =
        new EvidenceWriter(evidence, store, EvidenceParts.tools(), new EvidenceThreads(delivery));
    DrillKeeper keeper =
        new DrillKeeper(
            live,
            fronts,
            closed(JdbcDrillStore.open(state)),
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
                    new DisasterEvidence(
                        new DisasterThreads(
                            delivery,
                            () -> live.get().disaster().contacts(),
                            () -> live.get().disaster().handChecks()),
                        audit,
                        evidence,
                        writer,
                        EvidenceParts.tools()),
                    clock))
            : Optional.empty();
    Map<ChatFrontEnd, CommandDesk> desks = new LinkedHashMap<>();
    fronts.forEach(
        (front, access) ->
            desks.put(
                front,
                closed(
                    new CommandDesk(
                        new Desk(
                            engine,
                            backups,
                            () -> Parts.practices(live.get()),
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
                  OpsParts.server(
                      settings.metrics(),
                      engine,
                      store,
                      closed(JdbcApprovalStore.open(state)),
                      () -> drills.map(found -> (int) found.overdue()).orElse(0),
                      outbox,
                      clock)));
    }
    for (Map.Entry<ChatFrontEnd, CommandDesk> each : desks.entrySet()) {
      each.getKey().start(each.getValue());
    }
    delivery.start();
    engine.recentJobs(RETOLD).forEach(threads::stands);
    closed(engine);
    engine.start();
    closed(keeper).start();
    writer.catchUp();
    if (settings.backups().verifyNew()) {
      closed(new NewBackupKeeper(settings, engine, backups, clock)).start();
    }
    disasters.ifPresent(
        found -> {
          closed(found);
          found.start();
        });
    desks.values().forEach(CommandDesk::open);
    closed(
            new Rounds(
                () -> Examinations.doctor(live.get(), backups, clock),
                delivery,
                () -> Chats.firstChannels(live.get())))
        .start();
    closed(
            new SettingsWatch(
                live,
                changed -> {
                  backups.replace(Parts.sources(changed), changed.backups().listKept());
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
      Path state,
      Map<ChatFrontEnd, Supplier<Access>> fronts,
      JobStore store,
      AuditLog audit,
      DisasterEvents events,
      Clock clock) {
    DisasterParts parts = closed(new DisasterParts(live, clock));
    Approvals approvals =
        new Approvals(
            () -> DisasterParts.policy(live.get()),
            closed(JdbcApprovalStore.open(state)),
            audit,
            new ChatMembership(fronts),
            new TotpSecondFactor(live.get().stateDir().resolve(TOTP_FILE), audit, clock),
            clock);
    PassedTests tests = new PassedTests(store);
    return new Disasters(
        () -> parts.preflight(tests::newest),
        closed(JdbcDisasterStore.open(state)),
        approvals,
        audit,
        () -> live.get().disaster().handChecks(),
        parts.tools(),
        events,
        clock);
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
