package dev.restorebot.engine.drill;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Outcome;
import java.util.List;
import java.util.Optional;

/** The test restores that drills are made of. */
public interface DrillTests extends DrillRuns {
  /**
   * Asks for one.
   *
   * @param database the database to take of a backup that holds several; empty for each of them
   */
  Job submit(
      Backup backup, Optional<String> database, Actor by, String origin, Optional<Level> level);

  /** The one of that id. */
  Optional<Job> find(String id);

  /** Returns the newest without their reports, newest first. */
  List<Job> recent();

  @Override
  default String start(DrillSettings of, Backup backup, Actor by, String origin) {
    return submit(backup, Optional.of(of.database()), by, origin, of.level()).id();
  }

  @Override
  default Optional<Run> run(String id) {
    return find(id).map(DrillTests::of);
  }

  @Override
  default Optional<Run> runIn(String origin) {
    return recent().stream()
        .filter(job -> job.origin().equals(origin))
        .findFirst()
        .map(DrillTests::of);
  }

  @Override
  default boolean hasPassed(DrillSettings of, Backup backup) {
    return recent().stream()
        .filter(job -> job.outcome().equals(Optional.of(Outcome.PASSED)))
        .filter(job -> job.file().equals(backup.file().toString()))
        .anyMatch(
            job ->
                job.database()
                    .filter(name -> !BackupsOfDatabase.same(name, of.database()))
                    .isEmpty());
  }

  private static Run of(Job job) {
    return new Run(
        job.id(),
        job.changedAt(),
        job.outcome().or(() -> ended(job)),
        job.state().ended(),
        Optional.empty());
  }

  private static Optional<Outcome> ended(Job job) {
    return switch (job.state()) {
      case FAILED -> Optional.of(Outcome.FAILED);
      case COULD_NOT_VERIFY -> Optional.of(Outcome.COULD_NOT_VERIFY);
      default -> Optional.empty();
    };
  }
}
