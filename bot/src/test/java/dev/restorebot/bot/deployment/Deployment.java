package dev.restorebot.bot.deployment;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One of the project's own Compose files, brought up under names of its own. */
public final class Deployment implements AutoCloseable {
  /** The folder of the files that people deploy. */
  public static final Path CONFIG = Path.of("..", "config").toAbsolutePath().normalize();

  private final String name = "rbtest-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> command;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * Starts nothing yet.
   *
   * @param file its name
   * @param override what a test needs otherwise than the file says, as another Compose file
   * @param environment variables that the file has, beside those that lead to Docker
   */
  public Deployment(String file, Path override, Map<String, String> environment)
      throws IOException {
    this.command =
        List.of(
            "docker",
            "compose",
            "-p",
            name,
            "-f",
            CONFIG.resolve(file).toString(),
            "-f",
            override.toString());
    this.environment.put("DOCKER_SOCKET", socket().toString());
    this.environment.put("DOCKER_GID", Files.getAttribute(socket(), "unix:gid").toString());
    this.environment.putAll(environment);
  }

  /** Runs a subcommand of {@code docker compose} on it; fails when it does. */
  public String compose(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(words));
    return run(environment, all.toArray(String[]::new));
  }

  /** The Compose project, which begins the names of all that belongs to it. */
  public String name() {
    return name;
  }

  /** The name of a service's container. */
  public String container(String service) {
    return name + "-" + service + "-1";
  }

  /** What {@code docker inspect} says of a service's container. */
  public String inspect(String service, String format) {
    try {
      return docker("inspect", "--format", format, container(service)).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Runs {@code docker}; fails when it does. */
  public static String docker(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("docker"));
    all.addAll(List.of(words));
    return run(Map.of(), all.toArray(String[]::new));
  }

  private static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  private static Path socket() {
    String host = System.getenv("DOCKER_HOST");
    return host == null ? Path.of("/var/run/docker.sock") : Path.of(URI.create(host).getPath());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    String unused = compose("down", "--volumes", "--remove-orphans", "--timeout", "1");
  }
}
