package dev.restorebot.engine.disaster.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.engine.audit.CanonicalHash;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.ServiceControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Docker Compose 2, run as a program in the project's own folder with its own files. */
public final class ComposeServices implements ServiceControl {
  private static final Duration TIMEOUT = Duration.ofMinutes(15);
  private static final ObjectMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final EffectiveVolume UNNAMED = new EffectiveVolume("", false);

  private final ComposeProject project;
  private final ComposeCommand compose;
  private final ServiceContainers containers;

  /**
   * Runs nothing yet.
   *
   * @param dockerHost where Docker is, when the settings say so
   */
  public ComposeServices(ComposeProject project, Optional<String> dockerHost) {
    this.project = project;
    this.compose = new ComposeCommand(project, dockerHost, TIMEOUT);
    this.containers = new ServiceContainers(project, compose);
  }

  @Override
  public List<String> running() throws ProblemException {
    return compose
        .run(List.of(), "ps", "--services", "--status", "running", "--status", "restarting")
        .out()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .sorted()
        .toList();
  }

  @Override
  public void stop(List<String> services) throws ProblemException {
    for (String service : services) {
      var unused = compose.run(List.of(), "stop", service);
    }
  }

  @Override
  public void start(List<String> services, Path overrideFile) throws ProblemException {
    for (String service : services) {
      startOne(service, overrideFile);
    }
  }

  /** Not with {@code docker compose start}, which starts whatever the service depends on, too. */
  private void startOne(String service, Path overrideFile) throws ProblemException {
    List<String> there = containers.of(service);
    if (there.isEmpty()) {
      up(service, overrideFile, "--detach");
    } else {
      containers.start(there);
    }
  }

  @Override
  public void startWithNeeded(List<String> services, List<String> except, Path overrideFile)
      throws ProblemException {
    Dependencies dependencies = new Dependencies(definitions(services));
    List<String> order = dependencies.order(services, except);
    for (String service : order) {
      startOne(service, overrideFile);
      switch (dependencies.waitedFor(service, order)) {
        case STARTED -> {}
        case HEALTHY -> containers.awaitHealthy(service, TIMEOUT);
        case COMPLETED -> containers.awaitCompleted(service, TIMEOUT);
      }
    }
  }

  @Override
  public Map<String, String> failing(List<String> services, Duration stableAfter, Duration patience)
      throws ProblemException {
    return containers.failing(services, stableAfter, patience);
  }

  private JsonNode definitions(List<String> services) throws ProblemException {
    JsonNode active = compose.config(List.of()).path("services");
    return services.stream().allMatch(active::has)
        ? active
        : compose.configWithAllProfiles(List.of()).path("services");
  }

  @Override
  public void recreate(String service, Path overrideFile) throws ProblemException {
    up(service, overrideFile, "--detach");
  }

  @Override
  public void remake(String service, Path overrideFile) throws ProblemException {
    up(service, overrideFile, "--no-start");
  }

  private void up(String service, Path overrideFile, String how) throws ProblemException {
    List<Path> more = Files.exists(overrideFile) ? List.of(overrideFile) : List.of();
    // Without --force-recreate Compose keeps the old container with the old volume, in silence.
    var unused =
        compose.run(
            more,
            "up",
            how,
            "--no-deps",
            "--no-build",
            "--pull",
            "never",
            "--force-recreate",
            service);
  }

  @Override
  public EffectiveVolume volume(String key, Optional<Path> withFile) throws ProblemException {
    List<Path> more = withFile.map(List::of).orElseGet(List::of);
    JsonNode all = compose.config(more);
    // Compose leaves out what only services of inactive profiles use.
    return volume(all.path("volumes").has(key) ? all : compose.configWithAllProfiles(more), key);
  }

  @Override
  public EffectiveVolume mounted(String service, String path, Optional<Path> withFile)
      throws ProblemException {
    List<Path> more = withFile.map(List::of).orElseGet(List::of);
    JsonNode active = compose.config(more);
    JsonNode all =
        active.path("services").has(service) ? active : compose.configWithAllProfiles(more);
    for (JsonNode mount : all.path("services").path(service).path("volumes")) {
      if (mount.path("target").asText().equals(path)) {
        requireWhole(mount, service);
        String source = mount.path("source").asText();
        if (source.isEmpty()) {
          return UNNAMED;
        }
        return mount.path("type").asText().equals("bind")
            ? new EffectiveVolume(source, true)
            : volume(all, source);
      }
    }
    return UNNAMED; // or nothing is mounted: only the image knows
  }

  private static void requireWhole(JsonNode mount, String service) throws ProblemException {
    String subpath = mount.path("volume").path("subpath").asText();
    if (!subpath.isEmpty()) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              service
                  + " uses only the folder "
                  + subpath
                  + " of its volume (volume.subpath); restore-bot swaps whole volumes.",
              "Give the data a volume of their own, or restore by hand.")
          .exception();
    }
  }

  private static EffectiveVolume volume(JsonNode all, String key) throws ProblemException {
    JsonNode volume = all.path("volumes").path(key);
    if (volume.isMissingNode()) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The project's files do not declare the volume " + key + ".",
              "Make the running containers match the files (docker compose up -d), then try"
                  + " again.")
          .exception();
    }
    return new EffectiveVolume(
        volume.path("name").asText(key), volume.path("external").asBoolean(false));
  }

  @Override
  public String definition(List<String> services) throws ProblemException {
    JsonNode defined = definitions(services);
    CanonicalHash hash = new CanonicalHash("restore-bot services 1");
    for (String service : services) {
      JsonNode one = defined.path(service);
      hash.add(service).add(withoutStorage(one)).add(imageId(service, image(one, service)));
    }
    return hash.hex();
  }

  /**
   * Returns a service's definition as canonical text. What is mounted is proven by itself, and the
   * swap changes it, and for a folder how it is mounted.
   */
  static String withoutStorage(JsonNode service) {
    try {
      JsonNode node = service.deepCopy();
      node.path("volumes").forEach(mount -> ((ObjectNode) mount).retain("target", "read_only"));
      return SORTED.writeValueAsString(SORTED.treeToValue(node, Object.class));
    } catch (JsonProcessingException e) {
      e.clearLocation(); // it quotes the files, which hold secrets
      throw new IllegalStateException("JSON that was read cannot be written");
    }
  }

  /** Returns the name of a service's image: Compose names one that it builds itself. */
  private String image(JsonNode defined, String service) {
    return defined.path("image").asText(project.name() + "-" + service);
  }

  private String imageId(String service, String image) throws ProblemException {
    try {
      return compose.docker("image", "inspect", "--format", "{{.Id}}", image).out().strip();
    } catch (ProblemException e) {
      if (!e.problem().message().contains("No such image")) {
        throw e;
      }
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The project's files name the image "
                  + image
                  + " for "
                  + service
                  + ", which is not on this machine, so its container could not be recreated.",
              "Load it with `docker pull "
                  + image
                  + "`, or put the image that runs back into the files. Then try again.")
          .exception(e);
    }
  }

  @Override
  public List<List<Path>> deployments() throws ProblemException {
    return compose
        .docker(
            "ps",
            "--all",
            "--filter",
            "label=com.docker.compose.project=" + project.name(),
            "--filter",
            "label=com.docker.compose.oneoff=False",
            "--format",
            "{{.Label \"com.docker.compose.project.config_files\"}}")
        .out()
        .lines()
        .filter(line -> !line.isBlank())
        .distinct()
        .map(line -> Arrays.stream(line.strip().split(",")).map(Path::of).toList())
        .toList();
  }

  @Override
  public void requireImage(String service) throws ProblemException {
    String image = image(definitions(List.of(service)).path(service), service);
    List<String> there = containers.of(service);
    if (there.isEmpty()) {
      return;
    }
    List<String> present = containers.images(there);
    if (!present.contains(imageId(service, image))) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The project's files name the image "
                  + image
                  + " for "
                  + service
                  + ", but its container was made from another image, "
                  + String.join(", ", containers.imageNames(there))
                  + ". The swap recreates the container, so the restore would change the version"
                  + " of "
                  + service
                  + " as well.",
              "Put the image of the container back into the files until the restore is done; or,"
                  + " if the service still works, deploy the new image first (docker compose up -d "
                  + service
                  + "). Then try again.")
          .exception();
    }
  }

  @Override
  public Optional<String> drift(String service) throws ProblemException {
    ComposeCommand.Said said = compose.run(List.of(), "config", "--hash", service);
    Optional<String> unset =
        said.err().lines().filter(line -> line.contains("variable is not set")).findFirst();
    if (unset.isPresent()) {
      return Optional.of(
          "The project's files use a variable that is not set here (it came from the shell that"
              + " the project was deployed from): "
              + variable(unset.get())
              + ". Put it into the project's .env file.");
    }
    String now = said.out().strip().replaceFirst("^\\S+\\s+", "");
    String was = String.join("\n", containers.hashes(service));
    return was.isEmpty() || now.equals(was) // one without a container cannot differ from it
        ? Optional.empty()
        : Optional.of(
            "The project's files for "
                + service
                + " have changed since it was started. The changes apply when its container is"
                + " recreated.");
  }

  private static String variable(String line) {
    return line.replaceFirst(".*The \\\\?\"(\\w+)\\\\?\" variable.*", "$1");
  }
}
