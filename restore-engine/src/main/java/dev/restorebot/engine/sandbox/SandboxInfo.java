package dev.restorebot.engine.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Facts of a sandbox that may be stored and shown: no password.
 *
 * @param runtime {@code docker}, {@code local} or {@code embedded}
 * @param jobId the job it belongs to; empty for a warm server, which is ready for one
 * @param owner who owns it, as asked for
 * @param keep whether it should outlive the process that made it
 * @param image the Docker image, or without Docker the folder of the PostgreSQL programs
 * @param container the container's name, or without Docker the name of the data folder
 * @param volume the volume's name, or without Docker the data folder's path
 * @param host address to connect to, always loopback
 * @param port its port
 * @param database the restored database
 * @param user the role to connect as
 * @param serverVersion the running server's version, such as {@code 15.18}
 * @param createdAt when it was made
 * @param deadline when it may be removed, as made (a job may have extended it since)
 * @param notes what is not as it was asked for, such as another locale; empty when all is
 * @param connectCommands commands that a person can type to look into it
 * @param removeCommands commands that remove it by hand
 */
public record SandboxInfo(
    String runtime,
    String jobId,
    String owner,
    boolean keep,
    String image,
    String container,
    String volume,
    String host,
    int port,
    String database,
    String user,
    String serverVersion,
    Instant createdAt,
    Instant deadline,
    List<String> notes,
    List<String> connectCommands,
    List<String> removeCommands) {
  public SandboxInfo {
    notes = List.copyOf(notes);
    connectCommands = List.copyOf(connectCommands);
    removeCommands = List.copyOf(removeCommands);
  }

  /** Returns whether it is a warm server: started, empty, and no job's yet. */
  public boolean isWarm() {
    return jobId.isEmpty();
  }

  /** JDBC address, without a password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database) + "?user=" + user;
  }

  /** The same with one more note at the end. */
  public SandboxInfo withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return copy(port, more);
  }

  /** The same with its present port, which changes when its container is started again. */
  public SandboxInfo withPort(int present) {
    return copy(present, notes);
  }

  private SandboxInfo copy(int otherPort, List<String> otherNotes) {
    return new SandboxInfo(
        runtime,
        jobId,
        owner,
        keep,
        image,
        container,
        volume,
        host,
        otherPort,
        database,
        user,
        serverVersion,
        createdAt,
        deadline,
        otherNotes,
        connectCommands,
        removeCommands);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
