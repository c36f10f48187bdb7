package dev.restorebot.bot;

import dev.restorebot.bot.command.Access;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.CommandDesk;
import dev.restorebot.bot.command.Completer;
import dev.restorebot.bot.command.Desk;
import dev.restorebot.bot.console.ConsoleFrontEnd;
import dev.restorebot.bot.console.ConsoleOptions;
import dev.restorebot.bot.console.Person;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.thread.Delivery;
import dev.restorebot.bot.thread.DeliveryException;
import dev.restorebot.bot.thread.JobThreads;
import dev.restorebot.bot.thread.Outbox;
import dev.restorebot.bot.thread.jdbc.JdbcOutbox;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running bot: everything built by constructor, and closed in reverse. */
public final class App implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(App.class);
  private static final int COMPLETED_JOBS = 20;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private Optional<ConsoleFrontEnd> console = Optional.empty();

  /**
   * Starts the bot.
   *
   * @param people who uses the console
   * @throws IOException when the state folder cannot be used, with a message for people
   * @throws DeliveryException when a chat can never work as it is set up, with a message for people
   */
  public App(Settings settings, List<Person> people) throws IOException, DeliveryException {
    try {
      start(settings, people);
    } catch (IOException | DeliveryException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void start(Settings settings, List<Person> people) throws IOException, DeliveryException {
    Clock clock = Clock.systemUTC();
    closed(StateLock.acquire(settings.stateDir()));
    Path state = settings.stateDir().resolve("state.db");
    JobStore store = closed(JdbcJobStore.open(state));
    Outbox outbox = closed(JdbcOutbox.open(state));
    SandboxProvider sandboxes = closed(Parts.sandboxes(settings, Optional.empty()));
    BackupCatalog backups = Parts.catalog(settings);
    RestoreEngine engine =
        new RestoreEngine(
            store,
            sandboxes,
            Parts.reader(settings),
            Parts.runSettings(settings, store.owner(), true),
            clock);
    Map<ChatFrontEnd, Access> chats = chats(settings, people, state, backups, engine, clock);
    Delivery delivery = new Delivery(chats.keySet(), outbox, clock);
    Map<ChatFrontEnd, CommandDesk> desks = new LinkedHashMap<>();
    chats.forEach(
        (chat, access) ->
            desks.put(
                chat,
                closed(new CommandDesk(new Desk(engine, backups, chat, access, delivery, clock)))));
    closed(delivery);
    engine.addListener(new JobThreads(delivery, engine::place, clock));
    for (Map.Entry<ChatFrontEnd, CommandDesk> each : desks.entrySet()) {
      each.getKey().start(each.getValue());
    }
    delivery.start();
    closed(engine);
    engine.start();
  }

  private Map<ChatFrontEnd, Access> chats(
      Settings settings,
      List<Person> people,
      Path state,
      BackupCatalog backups,
      RestoreEngine engine,
      Clock clock) {
    Map<ChatFrontEnd, Access> chats = new LinkedHashMap<>();
    Completer completer = new Completer(() -> names(backups), () -> jobs(engine));
    if (settings.console().enabled()) {
      ConsoleFrontEnd front =
          closed(
              new ConsoleFrontEnd(
                  new ConsoleOptions(
                      settings.console().port(),
                      state,
                      List.of(settings.console().channel()),
                      people),
                  completer::complete,
                  clock));
      console = Optional.of(front);
      chats.put(front, Access.EVERYBODY);
    }
    return chats;
  }

  private <T extends AutoCloseable> T closed(T part) {
    parts.push(part);
    return part;
  }

  /** Where the console is served, if it is. */
  public Optional<URI> consoleAddress() {
    return console.map(ConsoleFrontEnd::url);
  }

  private static List<String> names(BackupCatalog backups) {
    try {
      return java.util.stream.Stream.concat(
              java.util.stream.Stream.of("latest"),
              backups.newestFirst().stream().map(Backup::name))
          .toList();
    } catch (ProblemException e) {
      log.debug("nothing to complete: {}", e.getMessage());
      return List.of();
    }
  }

  private static List<String> jobs(RestoreEngine engine) {
    return engine.recentJobs(COMPLETED_JOBS).stream().map(Job::id).toList();
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
