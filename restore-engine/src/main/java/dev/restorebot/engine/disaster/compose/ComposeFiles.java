package dev.restorebot.engine.disaster.compose;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.ProjectFiles;
import dev.restorebot.engine.disaster.ResolvedProject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resolves a project's files with {@code docker compose config}, which starts nothing. */
public final class ComposeFiles implements ProjectFiles {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String SECRETS = "/run/secrets/";

  private final Optional<String> dockerHost;

  /**
   * Runs nothing yet.
   *
   * @param dockerHost where Docker is, when the settings say so
   */
  public ComposeFiles(Optional<String> dockerHost) {
    this.dockerHost = dockerHost;
  }

  @Override
  public ResolvedProject resolve(ComposeProject project) throws ProblemException {
    if (!Files.isDirectory(project.workingDir())) {
      throw new Problem(
              ProblemCode.TARGET_NOT_FOUND,
              "The project's folder " + project.workingDir() + " does not exist.",
              "Put the project's files back there, or set `disaster.project-directory` to the"
                  + " folder that they are in.")
          .exception();
    }
    return resolved(new ComposeCommand(project, dockerHost, TIMEOUT).config(List.of()));
  }

  /** Reads Compose's own format; what it does not have is empty. */
  static ResolvedProject parse(String json) throws ProblemException {
    return resolved(ComposeCommand.json(json));
  }

  private static ResolvedProject resolved(JsonNode project) {
    Map<String, ResolvedProject.Service> services = new HashMap<>();
    project
        .path("services")
        .properties()
        .forEach(
            each -> services.put(each.getKey(), service(each.getValue(), project.path("secrets"))));
    Map<String, String> volumes = new HashMap<>();
    project
        .path("volumes")
        .properties()
        .forEach(
            each -> volumes.put(each.getKey(), each.getValue().path("name").asText(each.getKey())));
    Set<String> described = new HashSet<>();
    project
        .path("volumes")
        .properties()
        .forEach(
            each -> {
              JsonNode volume = each.getValue();
              if (volume.has("driver") || volume.has("driver_opts") || volume.has("labels")) {
                described.add(each.getKey());
              }
            });
    return new ResolvedProject(services, volumes, described);
  }

  private static ResolvedProject.Service service(JsonNode service, JsonNode secrets) {
    List<String> command = new ArrayList<>();
    service.path("command").forEach(word -> command.add(text(word)));
    List<String> environment = new ArrayList<>();
    service
        .path("environment")
        .properties()
        .forEach(each -> environment.add(each.getKey() + "=" + text(each.getValue())));
    List<ResolvedProject.Mount> mounts = new ArrayList<>();
    service
        .path("volumes")
        .forEach(
            each ->
                mounts.add(
                    new ResolvedProject.Mount(
                        text(each.path("type")),
                        text(each.path("source")),
                        text(each.path("target")))));
    Map<String, String> files = new HashMap<>();
    for (JsonNode each : service.path("secrets")) {
      String source = text(each.path("source"));
      String target = each.path("target").asText(source);
      String file = text(secrets.path(source).path("file"));
      if (!file.isEmpty()) {
        files.put(target.startsWith("/") ? target : SECRETS + target, file);
      }
    }
    return new ResolvedProject.Service(
        text(service.path("image")), command, environment, mounts, files);
  }

  /** Compose doubles each dollar sign, so that its output could be read as a file again. */
  private static String text(JsonNode node) {
    return node.asText("").replace("$$", "$");
  }
}
