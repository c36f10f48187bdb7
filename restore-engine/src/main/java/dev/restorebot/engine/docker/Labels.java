package dev.restorebot.engine.docker;

import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.server.ConnectionString;
import dev.restorebot.engine.sandbox.server.ShellWords;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels of a container and of its volume, so that a sandbox can be found, judged and removed
 * when nobody remembers it. Both carry all of it: either may be left alone.
 */
public final class Labels {
  /** The runtime that {@code SandboxInfo} names for containers. */
  public static final String RUNTIME = "docker";

  /** The job; empty for a server that was started before there was one. */
  public static final String JOB = "dev.restore-bot.job";

  static final String OWNER = "dev.restore-bot.owner";
  static final String KEEP = "dev.restore-bot.keep";
  public static final String CREATED = "dev.restore-bot.created";
  public static final String DEADLINE = "dev.restore-bot.deadline";
  public static final String DATABASE = "dev.restore-bot.database";
  static final String IMAGE = "dev.restore-bot.image";
  public static final String VERSION = "dev.restore-bot.server-version";
  public static final String CONTAINER = "dev.restore-bot.container";
  public static final String VOLUME = "dev.restore-bot.volume";
  public static final String NOTES = "dev.restore-bot.notes";

  /** Tells two requests apart that want the same volume name in the same second. */
  static final String NONCE = "dev.restore-bot.nonce";

  /** A prepared data folder, which belongs to no job: its volume's name. */
  public static final String PREPARED = "dev.restore-bot.prepared";

  /** The network, which belongs to no job. */
  static final String NETWORK = "dev.restore-bot.network";

  private Labels() {}

  public static Map<String, String> of(
      SandboxRequest request, ChosenImage image, String container) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(JOB, request.jobId());
    labels.put(OWNER, request.owner());
    labels.put(KEEP, String.valueOf(request.keep()));
    labels.put(CREATED, request.createdAt().toString());
    labels.put(DEADLINE, request.deadline().toString());
    labels.put(DATABASE, request.database());
    labels.put(IMAGE, image.name());
    labels.put(VERSION, image.serverVersion());
    labels.put(CONTAINER, container);
    labels.put(NOTES, String.join("\n", image.notes()));
    return labels;
  }

  /**
   * The facts of a sandbox. What has no label reads as empty; a time that cannot be read is the
   * epoch, so that a broken sandbox counts as overdue rather than as not ours.
   *
   * @param port published port, or 0 when it does not run
   */
  public static SandboxInfo info(Map<String, String> labels, int port) {
    String container = labels.getOrDefault(CONTAINER, "");
    String volume = labels.getOrDefault(VOLUME, "");
    String database = labels.getOrDefault(DATABASE, "");
    String notes = labels.getOrDefault(NOTES, "");
    return new SandboxInfo(
        RUNTIME,
        labels.getOrDefault(JOB, ""),
        labels.getOrDefault(OWNER, ""),
        Boolean.parseBoolean(labels.get(KEEP)),
        labels.getOrDefault(IMAGE, ""),
        container,
        volume,
        DockerConnection.LOOPBACK,
        port,
        database,
        DockerExec.SUPERUSER,
        labels.getOrDefault(VERSION, ""),
        created(labels),
        time(labels.get(DEADLINE)),
        notes.isEmpty() ? List.of() : notes.lines().toList(),
        connectCommands(container, database),
        removeCommands(container, volume));
  }

  /** Returns when it was made; the epoch if no label says so. */
  public static Instant created(Map<String, String> labels) {
    return time(labels.get(CREATED));
  }

  public static List<String> connectCommands(String container, String database) {
    return List.of(
        ShellWords.command(
            "docker",
            "exec",
            "-it",
            container,
            "psql",
            "-U",
            DockerExec.SUPERUSER,
            "-d",
            ConnectionString.database(database)));
  }

  static List<String> removeCommands(String container, String volume) {
    List<String> commands = new ArrayList<>();
    if (!container.isEmpty()) {
      commands.add(ShellWords.command("docker", "rm", "-f", "-v", container));
    }
    if (!volume.isEmpty()) {
      commands.add(ShellWords.command("docker", "volume", "rm", volume));
    }
    return List.copyOf(commands);
  }

  private static Instant time(String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
