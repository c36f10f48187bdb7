package dev.restorebot.engine.disaster;

import java.io.IOException;
import java.nio.file.Path;

/** Keeps runbooks in a second place, for when the bot's machine is lost too. */
public interface RunbookCopy {
  /**
   * Puts a file there under that name, in place of an older one.
   *
   * @throws IOException when it is not there now, with a message for people
   */
  void put(Path file, String name) throws IOException;

  /** Returns where that file is then, without secrets. */
  String place(String name);

  /** Returns what to do when the copy fails. */
  String cure();
}
