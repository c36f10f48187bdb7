package dev.restorebot.engine.sandbox.docker;

import dev.restorebot.engine.docker.ChosenImage;
import dev.restorebot.engine.sandbox.server.Endpoint;

/**
 * A server in a container of its own that accepts connections, with no database of ours yet.
 *
 * @param container the container's name
 * @param volume its volume
 * @param cpus limit of CPUs
 * @param image what it runs, with the folder and the user that suited
 * @param endpoint its address and the superuser's password
 * @param version the server's version, such as {@code 15.18}
 */
record StartedServer(
    String container,
    String volume,
    int cpus,
    ChosenImage image,
    Endpoint endpoint,
    String version) {

  /** The same under another name and port. */
  StartedServer at(String otherContainer, int port) {
    return new StartedServer(
        otherContainer,
        volume,
        cpus,
        image,
        new Endpoint(endpoint.host(), port, endpoint.user(), endpoint.password()),
        version);
  }
}
