package dev.restorebot.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A PostgreSQL server in Docker whose database is made by a test and dumped by its pg_dump. */
public final class SourceDatabase implements AutoCloseable {
  private final DockerSandboxProvider provider =
      new DockerSandboxProvider(DockerSettings.withDefaults());
  private final Sandbox server;

  /** Starts a server of that major version with an empty database {@code app}. */
  public SourceDatabase(int major) throws ProblemException {
    Instant now = Instant.now();
    String job = "source" + UUID.randomUUID().toString().substring(0, 6);
    server =
        provider.start(
            new SandboxRequest(
                job,
                "source-of-tests",
                false,
                now,
                now.plus(Duration.ofHours(1)),
                OptionalInt.of(major),
                "app",
                DatabaseNeeds::none,
                false,
                ServerChoice.USUAL),
            ProgressListener.none(),
            Cancellation.none());
  }

  /** Runs a script of psql, which may have no error. */
  public void psql(String script, String... options) throws ProblemException {
    String file = server.put("script.sql", bytes(script), Cancellation.none());
    List<String> command = new ArrayList<>(List.of("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-f", file));
    List<String> said = run(server, command);
    assertThat(said.stream().filter(line -> line.contains("ERROR"))).isEmpty();
  }

  /** Writes what pg_dump makes with these options into a file, or into a folder with -Fd. */
  public Path dump(Path into, String... options) throws ProblemException, IOException {
    boolean folder = List.of(options).contains("-Fd");
    String dump = "pg_dump " + String.join(" ", options) + (folder ? " -f /tmp/d" : " > /tmp/dump");
    String packed = folder ? " && tar -C /tmp/d -cf /tmp/dump . && rm -r /tmp/d" : "";
    List<String> lines = run(server, List.of("sh", "-c", dump + packed + " && base64 /tmp/dump"));
    byte[] content = Base64.getMimeDecoder().decode(String.join("\n", lines));
    assertThat(content).isNotEmpty();
    if (!folder) {
      return Files.write(into, content);
    }
    Files.createDirectories(into);
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(content))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        if (entry.isFile()) {
          Files.write(into.resolve(entry.getName()).normalize(), tar.readAllBytes());
        }
      }
    }
    return into;
  }

  /** The database as pg_dump writes it, without what differs between two equal ones. */
  public List<String> content() throws ProblemException {
    return content(server);
  }

  /** The same of a sandbox. */
  public static List<String> content(Sandbox sandbox) throws ProblemException {
    return run(sandbox, List.of("pg_dump", "--no-owner", "--no-privileges")).stream()
        .filter(line -> !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict"))
        .filter(line -> !line.startsWith("-- Dumped"))
        // Whose schema public is shows in a comment, and only in one.
        .filter(line -> !line.startsWith("-- Name: public; Type: SCHEMA"))
        .filter(line -> !line.equals("-- *not* creating schema, since initdb creates it"))
        .toList();
  }

  private static List<String> run(Sandbox sandbox, List<String> command) throws ProblemException {
    List<String> lines = new ArrayList<>();
    int code =
        sandbox.run(new ToolCall(command, Optional.empty(), lines::add), Cancellation.none());
    assertThat(code).as(String.join("\n", lines)).isZero();
    return lines;
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws Exception {
    server.remove();
    provider.close();
  }
}
