package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;

/** A place that may hold archives of uploads. Thread-safe. */
public interface UploadsSource {
  /**
   * The archives that are there now, in any order. A folder that does not exist has none.
   *
   * @throws ProblemException when they cannot be listed completely
   */
  List<UploadsArchive> list() throws ProblemException;
}
