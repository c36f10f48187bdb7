package dev.restorebot.engine.docker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Settings of sandboxes in Docker.
 *
 * @param image name of the image, in which <code>{major}</code> stands for the server's major
 * @param defaultMajor the major for a backup that does not say which it needs
 * @param prefix begins the names of containers, volumes and the network
 * @param pullAllowed whether a missing image may be fetched from its registry
 * @param memoryBytes limit of memory; swap is not added to it
 * @param cpus limit of CPUs; empty for all that the engine has
 * @param pidsLimit limit of processes
 * @param shmBytes size of /dev/shm, which parallel queries use
 * @param dockerHost address of the engine; empty for docker-java's default (DOCKER_HOST, the
 *     current context, the usual socket)
 * @param startTimeout how long a server may take to accept connections
 * @param serverArguments more arguments for the server, such as {@code -c} and {@code
 *     shared_preload_libraries=…}
 */
public record DockerSettings(
    String image,
    int defaultMajor,
    String prefix,
    boolean pullAllowed,
    long memoryBytes,
    OptionalInt cpus,
    long pidsLimit,
    long shmBytes,
    Optional<String> dockerHost,
    Duration startTimeout,
    List<String> serverArguments) {
  private static final long MIB = 1024L * 1024;

  public DockerSettings {
    serverArguments = List.copyOf(serverArguments);
  }

  /** The same with another image, where one is named, and more arguments of the server. */
  public DockerSettings with(Optional<String> otherImage, List<String> moreArguments) {
    List<String> arguments = new ArrayList<>(serverArguments);
    arguments.addAll(moreArguments);
    return new DockerSettings(
        otherImage.orElse(image),
        defaultMajor,
        prefix,
        pullAllowed,
        memoryBytes,
        cpus,
        pidsLimit,
        shmBytes,
        dockerHost,
        startTimeout,
        arguments);
  }

  /** Returns settings that suit most machines. */
  public static DockerSettings withDefaults() {
    return new DockerSettings(
        "postgres:{major}-alpine",
        17,
        "restore-bot",
        true,
        2048 * MIB,
        OptionalInt.empty(),
        256,
        512 * MIB,
        Optional.empty(),
        Duration.ofSeconds(60),
        List.of());
  }
}
