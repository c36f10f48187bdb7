package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;

/** Sends a plain dump to the server of a sandbox. For one restore. */
interface PlainClient {
  /**
   * Checks, before anything is sent, that it can send this dump there.
   *
   * @throws ProblemException when it cannot
   */
  void check(BackupArchive archive, Sandbox sandbox, Cancellation cancellation)
      throws ProblemException;

  /**
   * Sends all of it.
   *
   * @param withoutOwners whether to leave the roles that the dump takes on
   * @param errors hears what the server refuses
   * @return the exit code of the program that sent it; 0 without a program
   * @throws ProblemException when it could not be sent or the sandbox broke
   * @throws IOException when the dump cannot be read, or the session is lost
   */
  int send(
      IndexedDump dump,
      boolean withoutOwners,
      Sandbox sandbox,
      ErrorCollector errors,
      RestoreProgress progress,
      Cancellation cancellation)
      throws ProblemException, IOException;

  /** Names what sends it, for the record. */
  String tool();

  /** Returns the number of sessions that load at once. */
  int jobs();
}
