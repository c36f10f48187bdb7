package dev.restorebot.engine.disaster.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.rehearsal.IsolatedProject;
import dev.restorebot.engine.disaster.rehearsal.RehearsalServices;
import dev.restorebot.engine.state.TemporaryFiles;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs Docker Compose for a rehearsal: with a file of its own, in the project's folder. */
public final class RehearsalCompose implements RehearsalServices {
  private static final Logger log = LoggerFactory.getLogger(RehearsalCompose.class);
  private static final Duration TIMEOUT = Duration.ofMinutes(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<String> dockerHost;
  private final ComposeProject production;
  private final Map<String, Optional<String>> images = new HashMap<>();

  /**
   * Runs nothing yet.
   *
   * @param production the project whose folder and variables it uses
   * @param dockerHost where Docker is, when the settings say so
   */
  public RehearsalCompose(ComposeProject production, Optional<String> dockerHost) {
    this.production = production;
    this.dockerHost = dockerHost;
  }

  @Override
  public JsonNode resolve() throws ProblemException {
    return command(production).config(List.of());
  }

  @Override
  public Optional<String> image(String name) {
    return images.computeIfAbsent(name, this::find);
  }

  private Optional<String> find(String name) {
    try {
      return Optional.of(
          command(production)
              .docker("image", "inspect", "--format", "{{.Id}}", name)
              .out()
              .strip());
    } catch (ProblemException e) {
      log.info("the image {} is not on this machine: {}", name, e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void create(IsolatedProject rehearsal, Cancellation cancellation) throws ProblemException {
    run(rehearsal, cancellation, List.of("create", "--no-build", "--pull", "never"));
  }

  @Override
  public Optional<String> start(
      IsolatedProject rehearsal, List<String> services, Cancellation cancellation) {
    List<String> words =
        new ArrayList<>(
            List.of("up", "--detach", "--no-build", "--pull", "never", "--no-recreate"));
    words.addAll(services);
    try {
      run(rehearsal, cancellation, words);
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem().message());
    }
  }

  private void run(IsolatedProject rehearsal, Cancellation cancellation, List<String> subcommand)
      throws ProblemException {
    Path file = null;
    try {
      file = TemporaryFiles.create("rehearsal", ".json");
      Files.write(file, JSON.writeValueAsBytes(rehearsal.definition()));
      ComposeProject own =
          new ComposeProject(
              rehearsal.definition().path("name").asText(),
              production.workingDir(),
              List.of(file),
              production.envFiles(),
              List.of());
      compose(own, file, cancellation, subcommand);
    } catch (IOException e) {
      throw new Problem(
              ProblemCode.COMPOSE_FAILED,
              "The rehearsal's Compose file could not be written: " + e.getMessage(),
              "Check the free space and the permissions of the state folder.")
          .exception(e);
    } finally {
      TemporaryFiles.discard(file);
    }
  }

  /** The file and the project are gone when people read why it failed. */
  private void compose(
      ComposeProject own, Path file, Cancellation cancellation, List<String> subcommand)
      throws ProblemException {
    try {
      var unused =
          new ComposeCommand(own, dockerHost, TIMEOUT, cancellation)
              .run(List.of(), subcommand.toArray(String[]::new));
    } catch (ProblemException e) {
      log.warn("Compose failed for the rehearsal {} ({})", own.name(), e.problem().code());
      throw new Problem(
              e.problem().code(),
              e.problem().message().replace(file.toString(), "the rehearsal's Compose file"),
              "Compare this with what is different from production, and check that"
                  + " `docker compose up` works in production.")
          .exception(e);
    }
  }

  private ComposeCommand command(ComposeProject project) {
    return new ComposeCommand(project, dockerHost, TIMEOUT, Cancellation.none());
  }
}
