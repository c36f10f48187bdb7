package dev.restorebot.engine.docker;

import java.util.List;

/**
 * An image that is there.
 *
 * @param id the digest of what it is
 * @param name such as {@code postgres:17-alpine}
 * @param serverVersion as the image says it, or its major
 * @param dataMount where the image declares its volume
 * @param user the user of the image that the server runs as
 * @param entrypoint the program that the image starts with, and its first arguments
 * @param notes what is not as asked for
 */
public record ChosenImage(
    String id,
    String name,
    String serverVersion,
    String dataMount,
    String user,
    List<String> entrypoint,
    List<String> notes) {
  public ChosenImage {
    entrypoint = List.copyOf(entrypoint);
    notes = List.copyOf(notes);
  }

  /**
   * The same for an image whose own folder or user does not suit: data in the folder for temporary
   * files, which every user may write into, and another user.
   */
  public ChosenImage elsewhere(String otherUser) {
    return new ChosenImage(id, name, serverVersion, "/tmp", otherUser, entrypoint, notes);
  }
}
