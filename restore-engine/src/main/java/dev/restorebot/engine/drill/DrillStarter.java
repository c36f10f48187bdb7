package dev.restorebot.engine.drill;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.VisibleText;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import java.util.Optional;
import java.util.function.Function;

/** Asks for what drills are made of. */
record DrillStarter(DrillJournal book, BackupPicker picker, Function<DrillKind, DrillRuns> runs) {
  /** Runs it; what is asked for is stored before. */
  Drill start(Drill drill, Actor by, Optional<String> other) throws ProblemException {
    DrillSettings of = book.settingsOf(drill);
    Optional<String> name = other.or(() -> drill.backup().map(Drill.Picked::name));
    Backup backup = name.isPresent() ? picker.named(name.get()) : picker.pick(of);
    requireSameDatabase(of, backup);
    String origin = book.events().thread(of.channel());
    Drill.Run run =
        new Drill.Run(
            origin,
            Optional.empty(),
            by,
            book.now(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Drill running =
        book.put(
                drill,
                drill
                    .withBackup(Optional.of(picked(backup)))
                    .withRun(run)
                    .become(DrillState.RUNNING, book.now()),
                by,
                "drill.started")
            .orElseThrow(() -> DrillJournal.changed());
    String id = started(running, of, backup, by, origin);
    Drill.Run submitted =
        new Drill.Run(
            origin,
            Optional.of(id),
            by,
            run.startedAt(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Drill stored = book.store().update(running.withRun(submitted)).orElse(running);
    book.events().changed(stored);
    return stored;
  }

  /** Starts it; a drill that is refused becomes due again, so that somebody runs it later. */
  private String started(Drill running, DrillSettings of, Backup backup, Actor by, String origin)
      throws ProblemException {
    try {
      return runs.apply(of.kind()).start(of, backup, by, origin);
    } catch (ProblemException e) {
      Optional<Drill> unused =
          book.put(running, running.become(DrillState.DUE, book.now()), Actor.BOT, "drill.due");
      throw e;
    }
  }

  /** A drill that passes with another database's backup would be a false record. */
  private void requireSameDatabase(DrillSettings of, Backup backup) throws ProblemException {
    Optional<String> other = runs.apply(of.kind()).otherDatabase(of, backup);
    if (other.isPresent()) {
      throw DrillJournal.problem(
          backup.displayName()
              + " is a backup of the database "
              + VisibleText.of(other.get())
              + ", not of "
              + of.database()
              + ", so the drill was not run.",
          "Find out why this backup holds another database, or run the drill with another backup."
              + " If it is the right one, set `names` of the drill to what its files are called.");
    }
  }

  /** Returns what the settings pick now; empty when that is nothing. */
  Optional<Drill.Picked> picked(DrillSettings of) {
    try {
      return Optional.of(picked(picker.pick(of)));
    } catch (ProblemException e) {
      return Optional.empty(); // said when somebody wants to run it
    }
  }

  static Drill.Picked picked(Backup backup) {
    return new Drill.Picked(backup.name(), backup.takenAt(), backup.sizeBytes());
  }
}
