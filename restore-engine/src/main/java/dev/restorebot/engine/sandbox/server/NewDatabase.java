package dev.restorebot.engine.sandbox.server;

import java.util.List;

/**
 * A database that was created.
 *
 * @param name its name, which differs from the one asked for when that one cannot be had
 * @param notes what is not as asked for
 */
public record NewDatabase(String name, List<String> notes) {
  public NewDatabase {
    notes = List.copyOf(notes);
  }
}
