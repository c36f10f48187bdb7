package dev.restorebot.engine.sandbox.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Settings of sandboxes without Docker. Limits of memory and CPU cannot be enforced here; these
 * only tune the server.
 *
 * @param programs folder of PostgreSQL's programs; empty to look in the usual places
 * @param base folder in which each sandbox gets one of its own; empty for {@code
 *     restore-bot-<user>} in the folder for temporary files
 * @param user who runs server and tools when the bot is root. Not {@code postgres}: on a machine
 *     that also runs a production server that user may log in to it without a password
 * @param memoryBytes what the server may count on
 * @param cpus what the server may count on; empty for all
 * @param startTimeout how long a server may take to accept connections
 * @param serverSettings more lines for postgresql.conf, such as {@code work_mem = '8MB'}
 */
public record LocalSettings(
    Optional<Path> programs,
    Optional<Path> base,
    String user,
    long memoryBytes,
    OptionalInt cpus,
    Duration startTimeout,
    List<String> serverSettings) {
  public LocalSettings {
    serverSettings = List.copyOf(serverSettings);
  }

  /** Returns the base folder. */
  public Path folder() {
    return base.orElseGet(
            () ->
                Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "restore-bot-" + System.getProperty("user.name")))
        .toAbsolutePath()
        .normalize();
  }

  /** Returns how many CPUs a server may count on, at least 1. */
  int usableCpus() {
    return Math.max(1, cpus.orElse(Runtime.getRuntime().availableProcessors()));
  }

  /** The same in another base folder. */
  public LocalSettings in(Path folder) {
    return new LocalSettings(
        programs, Optional.of(folder), user, memoryBytes, cpus, startTimeout, serverSettings);
  }

  /** The same with more lines for postgresql.conf. */
  LocalSettings with(List<String> moreSettings) {
    List<String> all = new ArrayList<>(serverSettings);
    all.addAll(moreSettings);
    return new LocalSettings(programs, base, user, memoryBytes, cpus, startTimeout, all);
  }

  /** Returns settings that suit most machines. */
  public static LocalSettings withDefaults() {
    return new LocalSettings(
        Optional.empty(),
        Optional.empty(),
        "nobody",
        1L << 30,
        OptionalInt.empty(),
        Duration.ofSeconds(60),
        List.of());
  }
}
