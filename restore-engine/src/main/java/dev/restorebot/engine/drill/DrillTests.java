package dev.restorebot.engine.drill;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Level;
import java.util.List;
import java.util.Optional;

/** The test restores that drills are made of. */
public interface DrillTests {
  /**
   * Asks for one.
   *
   * @param database the database to take of a backup that holds several; empty for each of them
   */
  Job submit(
      Backup backup, Optional<String> database, Actor by, String origin, Optional<Level> level);

  /** The database that a backup's content names; empty when it names none or cannot be read. */
  Optional<String> databaseIn(Backup backup);

  /** The one of that id. */
  Optional<Job> find(String id);

  /** The newest, newest first. */
  List<Job> recent();
}
