package dev.restorebot.engine.disaster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The configured target of disaster restores.
 *
 * @param project the Compose project's name, such as {@code zenops}
 * @param databaseService the service that is the database, such as {@code db}
 * @param database the database in it that is restored; a server has more than one
 * @param stopServices the services that use it and stop for the restore, in this order
 * @param overrideFile the file that names the restored volume, when Compose does not load one
 *     automatically for this project
 * @param uploadsVolume the volume of uploads by its name in the project's files, when it is
 *     restored too
 * @param place where the project's files are, for when no container can tell
 * @param services who stops and starts the services
 * @param server the server, when the database is replaced by renaming in a server that goes on;
 *     then the project, if it has files, only has the services
 */
public record TargetSettings(
    String project,
    String databaseService,
    String database,
    List<String> stopServices,
    Optional<Path> overrideFile,
    Optional<String> uploadsVolume,
    ProjectPlace place,
    ServiceSettings services,
    Optional<ServerAddress> server) {
  public TargetSettings {
    stopServices = List.copyOf(stopServices);
    place = place == null ? ProjectPlace.UNKNOWN : place; // earlier versions stored none
    services = services == null ? ServiceSettings.COMPOSE : services; // nor this
    server = server == null ? Optional.empty() : server; // nor this
  }

  /** Of a Compose project, whose database is replaced with its volume. */
  public static TargetSettings ofCompose(
      String project,
      String databaseService,
      String database,
      List<String> stopServices,
      Optional<Path> overrideFile,
      Optional<String> uploadsVolume,
      ProjectPlace place) {
    return new TargetSettings(
        project,
        databaseService,
        database,
        stopServices,
        overrideFile,
        uploadsVolume,
        place,
        ServiceSettings.COMPOSE,
        Optional.empty());
  }

  /** The same with services that are stopped and started in that way. */
  public TargetSettings with(ServiceSettings how) {
    return new TargetSettings(
        project,
        databaseService,
        database,
        stopServices,
        overrideFile,
        uploadsVolume,
        place,
        how,
        server);
  }

  /** Names the target, which only one disaster restore at a time may hold. */
  public String name() {
    return server.map(address -> name(address, database)).orElse(project + "/" + databaseService);
  }

  /** Names the target that a database in a server is; a slash is only between the two. */
  public static String name(ServerAddress address, String database) {
    return address.text() + "/" + database.replace('/', '_');
  }
}
