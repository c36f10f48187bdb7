package dev.restorebot.engine.disaster;

import java.util.List;

/**
 * Production's database container as it runs.
 *
 * @param service its service in Compose
 * @param container its name
 * @param image the name that its image was asked for by, such as {@code postgres:15-alpine}
 * @param imageId the image that it really runs
 * @param command what the image is started with, such as {@code postgres -c max_connections=200}
 * @param environment its environment
 * @param dataMount where the volume is mounted
 * @param pgdata the server's data folder, in or below the mount
 * @param networks the networks that it is on
 */
public record DatabaseServer(
    String service,
    String container,
    String image,
    String imageId,
    List<String> command,
    ContainerEnvironment environment,
    String dataMount,
    String pgdata,
    List<String> networks) {
  public DatabaseServer {
    command = List.copyOf(command);
    networks = List.copyOf(networks);
  }
}
