package dev.restorebot.engine.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The state folder, opened and locked by the one process that may work in it. */
public final class StateFolder implements AutoCloseable {
  /** More than a disk that is full holds: an empty file may still be created there. */
  private static final int PROBE = 65_536;

  /** The file of the state database, in the state folder. */
  public static final String DATABASE_FILE = "state.db";

  /** The file of the key that encrypts remembered roles, in the state folder. */
  public static final String KEY_FILE = "facts.key";

  /** The file of the leads' authenticators, in the state folder. */
  public static final String AUTHENTICATORS_FILE = "totp.json";

  /** The folder of the daily runbooks, in the state folder. */
  public static final String RUNBOOKS = "runbooks";

  private final Path folder;
  private final StateLock lock;
  private final StateDatabase database;

  private StateFolder(Path folder, StateLock lock, StateDatabase database) {
    this.folder = folder;
    this.lock = lock;
    this.database = database;
  }

  /**
   * Locks the folder and opens its database. Makes what is missing.
   *
   * @throws IOException when another process works in it or it cannot be used, with a message for
   *     people
   * @throws StateException when its database cannot be opened
   */
  public static StateFolder open(Path folder) throws IOException {
    StateLock lock = StateLock.acquire(folder);
    try {
      return new StateFolder(folder, lock, StateDatabase.open(folder.resolve(DATABASE_FILE)));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Returns when the folder can be written, with room for more than an empty file.
   *
   * @throws StateException when it cannot, with a message for people
   */
  public static void requireWritable(Path folder) {
    try {
      Path probe = Files.createTempFile(folder, "probe", ".tmp");
      try {
        Files.write(probe, new byte[PROBE]);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      throw new StateException(
          "The state folder "
              + folder
              + " cannot be written. Let the bot's user write there, and free space if its disk is"
              + " full; or set state-dir.",
          e);
    }
  }

  /** Returns the database, which all stores of this process share. */
  public StateDatabase database() {
    return database;
  }

  /** Returns the file of the leads' authenticators. */
  public Path authenticators() {
    return folder.resolve(AUTHENTICATORS_FILE);
  }

  /** Returns the folder of the daily runbooks. */
  public Path runbooks() {
    return folder.resolve(RUNBOOKS);
  }

  /** Returns the file of the key that encrypts remembered roles. */
  public Path key() {
    return folder.resolve(KEY_FILE);
  }

  @Override
  public void close() throws IOException {
    try {
      database.close();
    } finally {
      lock.close();
    }
  }
}
