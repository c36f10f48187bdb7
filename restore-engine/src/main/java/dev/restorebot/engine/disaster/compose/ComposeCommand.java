package dev.restorebot.engine.disaster.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.state.TemporaryFiles;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@code docker compose} as a person in the project's folder would.
 *
 * <p>Of the bot's environment only what leads to Docker is passed on: the rest holds tokens, and a
 * variable of the bot could change what the project's files mean.
 */
final class ComposeCommand {
  private static final Logger LOG = LoggerFactory.getLogger(ComposeCommand.class);
  private static final List<String> PASSED_ON =
      List.of(
          "PATH",
          "HOME",
          "DOCKER_HOST",
          "DOCKER_CONTEXT",
          "DOCKER_CONFIG",
          "DOCKER_CERT_PATH",
          "DOCKER_TLS_VERIFY");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] CONFIG = {"config", "--format", "json"};
  private static final int QUOTED_LINES = 3;
  private static final List<String> ALL_PROFILES = List.of("--profile", "*");

  /** Matches what Compose says when a service is in a profile that is not active. */
  private static final Pattern INACTIVE =
      Pattern.compile("no such service: \\S+|depends on undefined service");

  /** Matches what docker and Compose say when the engine does not answer. */
  private static final Pattern NO_DOCKER =
      Pattern.compile("Cannot connect to the Docker daemon|error during connect");

  private final ComposeProject project;
  private final Optional<String> dockerHost;
  private final Duration timeout;
  private final Cancellation cancellation;

  /**
   * @param dockerHost where Docker is, when the settings say so
   */
  ComposeCommand(ComposeProject project, Optional<String> dockerHost, Duration timeout) {
    this(project, dockerHost, timeout, Cancellation.none());
  }

  /** The same, ended when that is cancelled. */
  ComposeCommand(
      ComposeProject project,
      Optional<String> dockerHost,
      Duration timeout,
      Cancellation cancellation) {
    this.cancellation = cancellation;
    this.project = project;
    this.dockerHost = dockerHost;
    this.timeout = timeout;
  }

  /** The output of a program. */
  record Said(String out, String err) {}

  /** Runs a subcommand of {@code docker compose} with the project's files and these after them. */
  Said run(List<Path> moreFiles, String... subcommand) throws ProblemException {
    try {
      return run(moreFiles, List.of(), subcommand);
    } catch (ProblemException e) {
      if (!INACTIVE.matcher(e.problem().message()).find()) {
        throw e;
      }
      return run(moreFiles, ALL_PROFILES, subcommand);
    }
  }

  /**
   * Runs a subcommand with every service of every profile: the project may have been started with
   * {@code --profile}, which nothing records.
   */
  Said runWithAllProfiles(List<Path> moreFiles, String... subcommand) throws ProblemException {
    return run(moreFiles, ALL_PROFILES, subcommand);
  }

  private Said run(List<Path> moreFiles, List<String> profiles, String... subcommand)
      throws ProblemException {
    List<String> words = new ArrayList<>(there().command(moreFiles));
    words.addAll(profiles);
    words.addAll(List.of(subcommand));
    return start(words);
  }

  /** An override that was taken away again is still named in the containers' labels. */
  private ComposeProject there() {
    return project.withFiles(project.files().stream().filter(Files::exists).toList());
  }

  /**
   * Returns the project's files with these after them as Compose resolves them, from its output as
   * JSON.
   */
  JsonNode config(List<Path> moreFiles) throws ProblemException {
    return json(run(moreFiles, CONFIG).out());
  }

  /** Returns the same with every service of every profile. */
  JsonNode configWithAllProfiles(List<Path> moreFiles) throws ProblemException {
    return json(runWithAllProfiles(moreFiles, CONFIG).out());
  }

  /** Reads what Compose printed as JSON. */
  static JsonNode json(String printed) throws ProblemException {
    try {
      return JSON.readTree(printed);
    } catch (JsonProcessingException e) {
      e.clearLocation(); // it quotes the files, which hold secrets
      throw new Problem(
              ProblemCode.COMPOSE_FAILED,
              "Docker Compose did not print the project's files as JSON.",
              "Use Compose 2.17 or later (docker compose version).")
          .exception();
    }
  }

  /** Runs {@code docker}. */
  Said docker(String... words) throws ProblemException {
    List<String> all = new ArrayList<>(List.of("docker"));
    all.addAll(List.of(words));
    return start(all);
  }

  private Said start(List<String> words) throws ProblemException {
    String line = ShellWords.command(words.toArray(String[]::new));
    LOG.info("running {}", line);
    Path out = null;
    Path err = null;
    Process process = null;
    try {
      // To files, so that no pipe fills up while the other one is read. They may show secrets.
      out = TemporaryFiles.create("compose", ".out");
      err = TemporaryFiles.create("compose", ".err");
      ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(out.toFile());
      builder.redirectError(err.toFile()).directory(project.workingDir().toFile());
      environment(builder.environment());
      process = builder.start();
      process.getOutputStream().close();
      if (!awaitEnd(process)) {
        throw problem(line, "it did not finish within " + timeout.toMinutes() + " minutes", null);
      }
      cancellation.check();
      String errors = Files.readString(err, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw problem(line, lastLines(errors), null);
      }
      return new Said(Files.readString(out, StandardCharsets.UTF_8), errors);
    } catch (IOException e) {
      throw problem(line, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      Optional.ofNullable(process).ifPresent(ComposeCommand::end);
      TemporaryFiles.discard(out);
      TemporaryFiles.discard(err);
    }
  }

  private boolean awaitEnd(Process process) throws InterruptedException {
    try (Cancellation.Registration ignored = cancellation.onCancel(() -> end(process))) {
      return process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** With its plugin, which would go on alone. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    var unused = process.destroyForcibly();
  }

  private void environment(Map<String, String> target) {
    Map<String, String> own = Map.copyOf(target);
    target.clear();
    PASSED_ON.stream().filter(own::containsKey).forEach(name -> target.put(name, own.get(name)));
    dockerHost.ifPresent(host -> target.put("DOCKER_HOST", host));
    target.put("LC_ALL", "C");
    target.put("COMPOSE_ANSI", "never");
    target.put("COMPOSE_PROGRESS", "plain");
    target.put("COMPOSE_IGNORE_ORPHANS", "true");
  }

  private ProblemException problem(String line, String reason, Exception cause) {
    return new Problem(
            NO_DOCKER.matcher(reason).find()
                ? ProblemCode.DOCKER_UNREACHABLE
                : ProblemCode.COMPOSE_FAILED,
            "Docker Compose failed in the project "
                + project.name()
                + ": "
                + ProjectSecrets.mask(project.workingDir(), reason),
            "Run it by hand to see its full output: cd "
                + ShellWords.quote(project.workingDir().toString())
                + " && "
                + line)
        .exception(cause);
  }

  private static String lastLines(String text) {
    List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size());
    return last.isEmpty() ? "it gave no reason" : String.join(" / ", last);
  }
}
