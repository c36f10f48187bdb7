package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The networks of a rehearsal: as many as production's, and none leads anywhere. They are internal,
 * their bridges have no address at which the host could be reached, and a name that is none of the
 * project's is asked of nobody.
 */
final class ServiceNetworks {
  private static final String DEFAULT = "default";

  private final JsonNode production;
  private final JsonNode services;
  private final RehearsalNames names;
  private final Set<String> used = new TreeSet<>();
  private final Set<String> changes = new LinkedHashSet<>();

  /**
   * Of these networks of production.
   *
   * @param production the top level of the project's networks
   * @param services its services
   */
  ServiceNetworks(JsonNode production, JsonNode services, RehearsalNames names) {
    this.production = production;
    this.services = services;
    this.names = names;
  }

  /** Connects a service as it is in production, with its other names there. */
  void connect(String service, ObjectNode own, JsonNode definition) {
    String mode = definition.path("network_mode").asText();
    if (mode.equals("none") || mode.startsWith("service:")) {
      own.put("network_mode", mode);
      return;
    }
    own.putArray("dns").add("127.0.0.1");
    ObjectNode networks = own.putObject("networks");
    for (String name :
        definition.path("networks").isEmpty() ? List.of(DEFAULT) : keys(definition)) {
      used.add(name);
      Set<String> aliases = new TreeSet<>(otherNames(service, definition));
      definition
          .path("networks")
          .path(name)
          .path("aliases")
          .forEach(alias -> aliases.add(alias.asText()));
      fixed(service, name);
      ArrayNode together = networks.putObject(name).putArray("aliases");
      aliases.forEach(together::add);
    }
  }

  /** Addresses are the rehearsal's own: its networks have others than production's. */
  private boolean isFixed(String network) {
    return services.properties().stream()
        .map(service -> service.getValue().path("networks").path(network))
        .anyMatch(
            connection ->
                Stream.of("ipv4_address", "ipv6_address", "mac_address")
                    .anyMatch(key -> !connection.path(key).asText().isEmpty()));
  }

  /** Any file or variable may name such an address, so every service on it may need one. */
  private void fixed(String service, String network) {
    if (isFixed(network)) {
      changes.add(service + " is without the fixed addresses of the network " + network);
    }
  }

  /** By its container's name, and by the names that others link it by. */
  private Set<String> otherNames(String service, JsonNode definition) {
    Set<String> all = new TreeSet<>();
    if (definition.has("container_name")) {
      all.add(definition.path("container_name").asText());
    }
    for (JsonNode other : services) {
      for (JsonNode link : other.path("links")) {
        String[] parts = link.asText().split(":", 2);
        if (parts[0].equals(service)) {
          all.add(parts[parts.length - 1]);
        }
      }
    }
    all.remove(service);
    return all;
  }

  private static List<String> keys(JsonNode service) {
    List<String> keys = new ArrayList<>();
    service.path("networks").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  void connectToAll(ObjectNode own) {
    own.putArray("dns").add("127.0.0.1");
    ObjectNode networks = own.putObject("networks");
    used.forEach(networks::putNull);
  }

  void declare(ObjectNode project) {
    ObjectNode all = project.putObject("networks");
    for (String name : used) {
      ObjectNode network = all.putObject(name);
      network.put("internal", true).put("driver", "bridge").put("enable_ipv6", false);
      network.putObject("driver_opts").put("com.docker.network.bridge.inhibit_ipv4", "true");
      names.labels().forEach(network.putObject("labels")::put);
    }
  }

  /** Returns whether others, which a rehearsal has not, are on a network of that service. */
  boolean isExternal(JsonNode service) {
    return keys(service).stream().anyMatch(this::isExternal);
  }

  private boolean isExternal(String network) {
    return production.path(network).path("external").asBoolean(false);
  }

  /**
   * Lists what is different from production's: others are on an external network too, and are
   * missing in a rehearsal; and no address is fixed.
   */
  List<String> changes() {
    List<String> all = new ArrayList<>();
    for (String name : used) {
      if (isExternal(name)) {
        all.add("the network " + name + " is an empty one: production's has others on it");
      } else if (!production.path(name).path("ipam").path("config").isEmpty()) {
        all.add("the network " + name + " has other addresses than production's");
      }
    }
    all.addAll(changes);
    return all;
  }
}
