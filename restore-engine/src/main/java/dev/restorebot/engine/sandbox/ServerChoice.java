package dev.restorebot.engine.sandbox;

import java.util.List;
import java.util.Optional;

/**
 * The server that backups of one database are restored into, where it is not the usual one.
 *
 * @param image the Docker image, in which <code>{major}</code> stands for the server's major; empty
 *     for the one of all sandboxes
 * @param arguments more arguments of the server, such as {@code -c} and {@code
 *     shared_preload_libraries=pg_cron}; added to those of all sandboxes
 */
public record ServerChoice(Optional<String> image, List<String> arguments) {
  /** The usual one. */
  public static final ServerChoice USUAL = new ServerChoice(Optional.empty(), List.of());

  public ServerChoice {
    arguments = List.copyOf(arguments);
  }
}
