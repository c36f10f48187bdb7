package dev.restorebot.bot.cli;

import dev.restorebot.bot.cards.StatusBoard;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.StoredRestores;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads what the state folder has, also while a bot runs; changes nothing. Tests that were run on
 * the command line, which have a file of their own, are among the jobs.
 */
final class StoredState implements AutoCloseable {
  private static final int DISASTERS = 50;

  private final Settings settings;
  private final Optional<StateDatabase> database;
  private final Optional<JdbcJobStore> commandLine;

  private StoredState(
      Settings settings, Optional<StateDatabase> database, Optional<JdbcJobStore> commandLine) {
    this.settings = settings;
    this.database = database;
    this.commandLine = commandLine;
  }

  /**
   * Opens what is there; makes nothing.
   *
   * @throws dev.restorebot.engine.state.StateException when it cannot be read
   */
  static StoredState open(Settings settings) {
    Path bot = settings.stateDir().resolve(StateFolder.DATABASE_FILE);
    Path own = settings.stateDir().resolve(CommandHistory.FILE);
    Optional<StateDatabase> database =
        Files.exists(bot) ? Optional.of(StateDatabase.open(bot)) : Optional.empty();
    try {
      return new StoredState(
          settings,
          database,
          Files.exists(own) ? Optional.of(JdbcJobStore.open(own)) : Optional.empty());
    } catch (RuntimeException e) {
      database.ifPresent(StateDatabase::close);
      throw e;
    }
  }

  /** Returns the newest jobs, newest first. */
  List<Job> jobs(int limit) {
    List<Job> all = new ArrayList<>();
    database.ifPresent(state -> new JdbcJobStore(state).recent(limit).forEach(all::add));
    commandLine.ifPresent(store -> store.recent(limit).forEach(all::add));
    all.sort(Comparator.comparing(Job::createdAt).reversed());
    return all.stream().limit(limit).toList();
  }

  /** Returns the job of that id. */
  Optional<Job> job(String id) {
    return database
        .flatMap(state -> new JdbcJobStore(state).find(id))
        .or(() -> commandLine.flatMap(store -> store.find(id)));
  }

  /** Returns the newest disaster restores with their requests, newest first. */
  List<StatusBoard.Restore> restores() {
    return database.map(StoredRestores::new).stream()
        .flatMap(
            stored ->
                stored.disasters(DISASTERS).stream()
                    .map(each -> new StatusBoard.Restore(each, stored.request(each))))
        .toList();
  }

  /** Returns the newest drills, newest first. */
  List<Drill> drills(Optional<String> of, int limit) {
    return database.map(state -> new StoredRestores(state).drills(of, limit)).orElseGet(List::of);
  }

  /** Returns the newest rehearsals of the targets with that database, or of all, newest first. */
  List<Rehearsal> rehearsals(Optional<String> of, int limit) {
    return database
        .map(StoredRestores::new)
        .map(
            stored ->
                of.isEmpty()
                    ? stored.rehearsals(limit)
                    : stored.rehearsals(
                        EngineFactory.targetBackups(settings).withDatabase(of.get()), limit))
        .orElseGet(List::of);
  }

  /** Returns the next drill of the schedule. */
  Optional<Drills.Next> nextDrill(Instant now) {
    return settings.drills().stream()
        .flatMap(
            of ->
                of.schedule().stream()
                    .map(cron -> new Drills.Next(of.database(), of.kind(), cron.next(now))))
        .min(Comparator.comparing(Drills.Next::at));
  }

  @Override
  public void close() {
    commandLine.ifPresent(JdbcJobStore::close);
    database.ifPresent(StateDatabase::close);
  }
}
