package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.engine.disaster.rehearsal.IsolatedProject.Port;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Derives a project that is like production's and reaches neither production nor the world. By
 * allow-list: what it does not know, a rehearsal does not have.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/05-services.md">Compose's
 *     attributes of services</a>
 */
public final class ProjectIsolation {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The points (oom_score_adj) by which the kernel ends these processes first when memory is short.
   */
  private static final int FIRST_TO_END = 800;

  private final RehearsalNames names;
  private final RehearsedStorage storage;
  private final RehearsalSettings settings;
  private final ServiceLimits limits;
  private final Function<String, Optional<String>> images;
  private final Path folder;

  /**
   * Derives projects with these.
   *
   * @param images the id of the image of that name on this machine
   * @param folder the project's folder: what is mounted from elsewhere is not production's alone
   */
  public ProjectIsolation(
      RehearsalNames names,
      RehearsedStorage storage,
      RehearsalSettings settings,
      ServiceLimits limits,
      Function<String, Optional<String>> images,
      Path folder) {
    this.names = names;
    this.storage = storage;
    this.settings = settings;
    this.limits = limits;
    this.images = images;
    this.folder = folder;
  }

  /**
   * Derives it.
   *
   * @param production the project as {@code docker compose config --format json} prints it
   * @param running the services that run in production
   */
  public IsolatedProject of(JsonNode production, List<String> running) {
    JsonNode services = production.path("services");
    Map<String, String> leftOut = leftOut(production.path("name").asText(), services);
    running.stream()
        .filter(name -> !services.has(name))
        .forEach(name -> leftOut.put(name, "it is in no active profile (disaster.profiles)"));
    List<String> kept = new ArrayList<>();
    services.fieldNames().forEachRemaining(kept::add);
    kept.removeAll(leftOut.keySet());
    List<String> changes = new ArrayList<>();
    ServiceVolumes volumes = new ServiceVolumes(production.path("volumes"), storage, folder, names);
    ServiceNetworks networks = new ServiceNetworks(production.path("networks"), services, names);
    ObjectNode isolated = JSON.createObjectNode();
    isolated.put("name", names.project());
    ObjectNode all = isolated.putObject("services");
    for (String name : kept) {
      JsonNode service = services.path(name);
      ObjectNode own = all.putObject(name);
      List<String> dropped = new ArrayList<>();
      service
          .properties()
          .forEach(
              each -> {
                if (ServiceKeys.KEPT.contains(each.getKey())) {
                  own.set(each.getKey(), each.getValue());
                } else if (ServiceKeys.isMissed(each.getKey(), each.getValue())) {
                  dropped.add(each.getKey());
                }
              });
      rights(own, service, dropped);
      own.put("image", image(production.path("name").asText(), name, service).orElseThrow());
      if (settings.commands().containsKey(name)) {
        ArrayNode words = own.putArray("command");
        settings.commands().get(name).forEach(words::add);
        changes.add(name + " runs another command, by the settings");
      }
      if (!dropped.isEmpty()) {
        changes.add(name + " is without " + String.join(", ", new TreeSet<>(dropped)));
      }
      long replicas = replicas(service);
      if (replicas > 1) {
        changes.add(name + " has 1 container instead of " + replicas);
      }
      dependencies(own, service, kept);
      networks.connect(name, own, service);
      volumes.mount(name, own, service);
      restrict(own, limits.memory(service));
      own.put("restart", endless(service) || restarts(service) ? "on-failure:5" : "no");
    }
    probe(all.putObject(RehearsalNames.PROBE), all, networks);
    networks.declare(isolated);
    volumes.declare(isolated);
    new SharedFiles(kept).declare(production, isolated, changes);
    changes.addAll(volumes.changes());
    changes.addAll(networks.changes());
    Map<Integer, Port> published = published(services, kept);
    if (!published.isEmpty()) {
      changes.add("no port is published");
    }
    List<String> endless = kept.stream().filter(name -> endless(services.path(name))).toList();
    List<String> incomplete =
        kept.stream()
            .filter(
                name ->
                    changes.stream().anyMatch(line -> line.startsWith(name + " is without "))
                        || networks.isExternal(services.path(name))
                        || dependsOn(services.path(name), leftOut.keySet()))
            .toList();
    return new IsolatedProject(
        isolated, kept, endless, incomplete, leftOut, changes, volumes.copies(), published);
  }

  private static boolean dependsOn(JsonNode service, Set<String> others) {
    return others.stream().anyMatch(service.path("depends_on")::has);
  }

  /** Production starts it again whatever its exit code says. */
  private static boolean endless(JsonNode service) {
    String restart = service.path("restart").asText();
    return restart.equals("always") || restart.equals("unless-stopped");
  }

  private static long replicas(JsonNode service) {
    return service.path("scale").asLong(service.path("deploy").path("replicas").asLong(1));
  }

  private static boolean restarts(JsonNode service) {
    return service.path("restart").asText().startsWith("on-failure");
  }

  private static void rights(ObjectNode own, JsonNode service, List<String> dropped) {
    for (JsonNode capability : service.path("cap_add")) {
      if (ServiceKeys.isUsual(capability.asText())) {
        own.withArray("/cap_add").add(capability);
      } else {
        dropped.add("cap_add " + capability.asText());
      }
    }
    service
        .path("sysctls")
        .properties()
        .forEach(
            each -> {
              if (ServiceKeys.isOwn(each.getKey())) {
                own.withObject("/sysctls").set(each.getKey(), each.getValue());
              } else {
                dropped.add("sysctl " + each.getKey());
              }
            });
    for (JsonNode option : service.path("security_opt")) {
      if (option.asText().startsWith("no-new-privileges")) {
        own.withArray("/security_opt").add(option);
      } else {
        dropped.add("security_opt " + option.asText());
      }
    }
  }

  private Map<String, String> leftOut(String project, JsonNode services) {
    Map<String, String> leftOut = new LinkedHashMap<>();
    services
        .properties()
        .forEach(
            each ->
                obstacle(project, each.getKey(), each.getValue())
                    .ifPresent(why -> leftOut.put(each.getKey(), why)));
    boolean again = true;
    while (again) { // what shares the network of a service that is left out is left out too
      again = false;
      for (Map.Entry<String, JsonNode> each : services.properties()) {
        String mode = each.getValue().path("network_mode").asText();
        String other = mode.startsWith("service:") ? mode.substring("service:".length()) : "";
        boolean gone = leftOut.containsKey(other) || (!other.isEmpty() && !services.has(other));
        if (gone && !leftOut.containsKey(each.getKey())) {
          leftOut.put(each.getKey(), "it uses the network of " + other);
          again = true;
        }
      }
    }
    return leftOut;
  }

  private Optional<String> obstacle(String project, String name, JsonNode service) {
    if (settings.leaveOut().contains(name)) {
      return Optional.of("by the settings (disaster.rehearse-without)");
    }
    String mode = service.path("network_mode").asText();
    if (mode.equals("host")) {
      return Optional.of("it uses the host's network");
    }
    if (mode.startsWith("container:")) {
      return Optional.of("it uses the network of another container");
    }
    for (JsonNode mount : service.path("volumes")) {
      if (mount.path("source").asText().endsWith("/docker.sock")) {
        return Optional.of("it uses Docker's socket");
      }
    }
    if (replicas(service) == 0) {
      return Optional.of("production runs none of it");
    }
    if (service.has("provider")) {
      return Optional.of("it is not a container");
    }
    return image(project, name, service).isPresent()
        ? Optional.empty()
        : Optional.of(
            "its image "
                + service.path("image").asText("(to be built)")
                + " is not on this machine");
  }

  private Optional<String> image(String project, String name, JsonNode service) {
    return images.apply(service.path("image").asText(project + "-" + name));
  }

  /** Compose waits for a service that this one depends on, unless it is left out. */
  private static void dependencies(ObjectNode own, JsonNode service, List<String> kept) {
    service
        .path("depends_on")
        .properties()
        .forEach(
            each -> {
              if (kept.contains(each.getKey())) {
                ObjectNode condition = own.withObject("/depends_on").putObject(each.getKey());
                condition.put(
                    "condition", each.getValue().path("condition").asText("service_started"));
                condition.put("required", each.getValue().path("required").asBoolean(true));
              }
            });
  }

  private void restrict(ObjectNode own, long memory) {
    own.put("mem_limit", memory);
    own.put("memswap_limit", memory);
    own.put("oom_score_adj", FIRST_TO_END);
    own.put("cpus", limits.cpus());
    own.put("pids_limit", limits.processes());
    ObjectNode log = own.putObject("logging");
    log.put("driver", "json-file").putObject("options").put("max-size", "10m");
    names.labels().forEach(own.putObject("labels")::put);
  }

  /** The image of the database is there in any case, and has a shell. */
  private void probe(ObjectNode probe, ObjectNode services, ServiceNetworks networks) {
    probe.put("image", services.path(storage.service()).path("image").asText());
    probe.putArray("entrypoint").add("sleep").add("infinity");
    probe.put("init", true).put("user", "65534:65534").put("stop_signal", "SIGKILL");
    probe.putArray("tmpfs").add(storage.path());
    networks.connectToAll(probe);
    restrict(probe, limits.memoryBytes());
    probe.put("restart", "no");
  }

  private static Map<Integer, Port> published(JsonNode services, List<String> kept) {
    Map<Integer, Port> published = new LinkedHashMap<>();
    for (String name : kept) {
      for (JsonNode port : services.path(name).path("ports")) {
        String outside = port.path("published").asText();
        if (outside.matches("\\d{1,5}") && port.path("protocol").asText("tcp").equals("tcp")) {
          published.put(Integer.valueOf(outside), new Port(name, port.path("target").asInt()));
        }
      }
    }
    return published;
  }
}
