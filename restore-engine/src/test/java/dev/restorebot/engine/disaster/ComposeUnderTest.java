package dev.restorebot.engine.disaster;

import com.github.dockerjava.api.DockerClient;
import dev.restorebot.engine.testing.FreePort;
import dev.restorebot.engine.testing.TestDocker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A real Compose project in a folder of its own: a database and a small application over it. */
public final class ComposeUnderTest implements AutoCloseable {
  public static final String IMAGE = "postgres:15-alpine";
  public static final String PASSWORD = "hunter2-not-to-be-seen";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final long MOST_SECONDS = 120;
  private static final List<String> OWN_VOLUMES = List.of("_postgres_data", "_unused", "_uploads");

  private final Path folder;
  private final String name;
  private final int port;

  public ComposeUnderTest(Path folder) throws IOException {
    this.folder = folder;
    this.name = "rbt" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
    this.port = FreePort.find();
    writeFiles();
    Files.writeString(
        folder.resolve(".env"),
        "COMPOSE_PROJECT_NAME=%s\nRB_IMAGE=%s\nDB_PASSWORD=%s\nAPP_PORT=%d\n"
            .formatted(name, IMAGE, PASSWORD, port));
  }

  private void writeFiles() throws IOException {
    Files.createDirectories(folder.resolve("app"));
    for (String file : List.of("compose.yaml", "app/listen.sh", "app/answer.sh")) {
      try (InputStream in = ComposeUnderTest.class.getResourceAsStream("/compose/" + file)) {
        Files.write(folder.resolve(file), in.readAllBytes());
      }
    }
  }

  /**
   * Makes the project again what {@link #up} made it, for the next test of a class that shares it:
   * its files, every service on the volumes of its own, and no other volume. What is in those
   * volumes stays.
   */
  public void reset() throws IOException {
    boolean swapped = false;
    for (String file : List.of("compose.override.yaml", "compose.override.yml")) {
      swapped |= Files.deleteIfExists(folder.resolve(file));
    }
    for (String file : List.of("app/broken", "app/migrate")) {
      Files.deleteIfExists(folder.resolve(file));
    }
    writeFiles();
    var unused =
        swapped
            ? compose("up", "-d", "-t", "1", "--force-recreate")
            : compose("up", "-d", "-t", "1");
    awaitDatabase();
    removeVolumes(volume -> OWN_VOLUMES.stream().noneMatch(own -> volume.equals(name + own)));
  }

  public Path folder() {
    return folder;
  }

  public String name() {
    return name;
  }

  /** The project's settings, as somebody would configure them. */
  public TargetSettings settings() {
    return TargetSettings.ofCompose(
        name,
        "db",
        "zenops",
        List.of("api", "email-worker"),
        Optional.empty(),
        Optional.empty(),
        ProjectPlace.UNKNOWN);
  }

  /** The same with the volume of uploads. */
  public TargetSettings settingsWithUploads() {
    return TargetSettings.ofCompose(
        name,
        "db",
        "zenops",
        List.of("api", "email-worker"),
        Optional.empty(),
        Optional.of("uploads"),
        ProjectPlace.UNKNOWN);
  }

  /** A file in production's volume of uploads, and an owner for its folder. */
  public void upload(String path, String content) throws IOException {
    var unused =
        compose(
            "exec",
            "-T",
            "--user",
            "0",
            "email-worker",
            "sh",
            "-c",
            "mkdir -p \"$(dirname \"/mnt/files/$0\")\" && printf %s \"$1\" >\"/mnt/files/$0\""
                + " && chown 1234:1235 /mnt/files && chmod 750 /mnt/files",
            path,
            content);
  }

  /** What a service sees of the uploads: mode, owner and path of everything, sorted. */
  public String uploads(String service, String path) throws IOException {
    return compose(
            "exec",
            "-T",
            "--user",
            "0",
            service,
            "sh",
            "-c",
            "cd \"$0\" && find . -exec stat -c '%a %u:%g %n' {} + | LC_ALL=C sort -k3",
            path)
        .strip();
  }

  /** Changes compose.yaml. */
  public ComposeUnderTest edit(String what, String by) throws IOException {
    Path file = folder.resolve("compose.yaml");
    String text = Files.readString(file);
    if (!text.contains(what)) {
      throw new IllegalArgumentException("compose.yaml does not say " + what);
    }
    Files.writeString(file, text.replace(what, by));
    return this;
  }

  public ComposeUnderTest up(String... services) throws IOException {
    List<String> words = new ArrayList<>(List.of("up", "-d", "--quiet-pull"));
    words.addAll(List.of(services));
    var unused = compose(words.toArray(String[]::new));
    awaitDatabase();
    return this;
  }

  /** Runs {@code docker compose} there; fails when it does. */
  public String compose(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker", "compose"));
    command.addAll(List.of(words));
    return new String(run(command), StandardCharsets.UTF_8);
  }

  /** SQL as the superuser, once the real server (not the image's set-up) listens on TCP. */
  public String sql(String sql) throws IOException {
    return compose(
            "exec",
            "-T",
            "-e",
            "PGPASSWORD=" + PASSWORD,
            "db",
            "psql",
            "-XAtq",
            "-h",
            "127.0.0.1",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "zenops",
            "-d",
            "zenops",
            "-c",
            sql)
        .strip();
  }

  /** The application's tables, with that one item. */
  public void fill(String item) throws IOException {
    sql(
        "CREATE TABLE users (id int PRIMARY KEY, name text); INSERT INTO users VALUES (1, 'asha');"
            + "CREATE TABLE items (id serial PRIMARY KEY, name text);"
            + "INSERT INTO items (name) VALUES ('"
            + item
            + "');CREATE TABLE assignment_documents (id serial PRIMARY KEY, storage_path text, body"
            + " text);INSERT INTO assignment_documents (storage_path, body) VALUES ('a/1', 'an"
            + " essay');CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);INSERT"
            + " INTO alembic_version VALUES ('a1b2c3');");
  }

  /** A dump of the database as it is now. */
  public Path dump(Path file) throws IOException {
    return Files.write(
        file,
        run(
            List.of(
                "docker", "compose", "exec", "-T", "db", "pg_dump", "-Fc", "-U", "zenops",
                "zenops")));
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** What the application answers, once it listens: status and body. */
  public String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(20)).build();
    HttpClient client = HttpClient.newHttpClient();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Path file : List.of(folder.resolve("compose.override.yaml"))) {
      Files.deleteIfExists(file);
    }
    var unused = compose("--profile", "*", "down", "-v", "--remove-orphans", "-t", "0");
    removeVolumes(volume -> true);
  }

  /** Removes those volumes of the project; no container may have them. */
  void removeVolumes(Predicate<String> which) throws IOException {
    try (DockerClient client = TestDocker.client()) {
      client.listVolumesCmd().exec().getVolumes().stream()
          .map(volume -> volume.getName())
          .filter(volume -> volume.startsWith(name + "_") && which.test(volume))
          .forEach(volume -> client.removeVolumeCmd(volume).exec());
    }
  }

  /** Waits until the database answers. */
  public void awaitDatabase() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (true) {
      try {
        sql("SELECT 1");
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  private byte[] run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Path errors = Files.createTempFile("compose", ".err");
    Process process = builder.redirectError(errors.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.flush();
    }
    byte[] out = process.getInputStream().readAllBytes();
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + ": " + Files.readString(errors));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(errors);
    }
    return out;
  }
}
