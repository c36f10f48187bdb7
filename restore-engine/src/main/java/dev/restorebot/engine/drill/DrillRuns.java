package dev.restorebot.engine.drill;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runs that drills of one kind are made of. */
public interface DrillRuns {
  /**
   * Asks for one.
   *
   * @param origin where it is told about
   * @return its id
   * @throws ProblemException why it was not started
   */
  String start(DrillSettings of, Backup backup, Actor by, String origin) throws ProblemException;

  /** Returns the one of that id. */
  Optional<Run> run(String id);

  /** Returns the newest one that is told about there. */
  Optional<Run> runIn(String origin);

  /** Returns whether one with that backup passed. */
  boolean hasPassed(DrillSettings of, Backup backup);

  /** The database that a backup's content names; empty when it names none or cannot be read. */
  Optional<String> databaseIn(Backup backup);

  /**
   * Returns the backups that a drill may take, in the order given.
   *
   * @throws ProblemException why none can be chosen
   */
  default Stream<Backup> backups(DrillSettings of, List<Backup> all) throws ProblemException {
    return of.names().isPresent()
        ? all.stream().filter(of::takes)
        : new BackupsOfDatabase(of.database(), this::databaseIn).in(all);
  }

  /**
   * Returns the database of which a backup is when that is another than the drill's; empty too when
   * the drill says how its backups are called, whatever their content names.
   *
   * @throws ProblemException when the backup belongs to something else
   */
  default Optional<String> otherDatabase(DrillSettings of, Backup backup) throws ProblemException {
    return of.names().isPresent()
        ? Optional.empty()
        : databaseIn(backup)
            .or(backup::app)
            .filter(name -> !BackupsOfDatabase.same(name, of.database()));
  }

  /**
   * A run.
   *
   * @param changedAt when it entered its state
   * @param outcome its verdict; empty before, and for one that was cancelled
   * @param ended whether it is over
   * @param measured what it measured of a disaster restore, for people
   */
  record Run(
      String id,
      Instant changedAt,
      Optional<Outcome> outcome,
      boolean ended,
      Optional<String> measured) {}
}
