package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The networks of a rehearsal: as many as production's, and none leads anywhere. They are internal,
 * their bridges have no address at which the host could be reached, and a name that is none of the
 * project's is asked of nobody.
 */
final class ServiceNetworks {
  private static final String DEFAULT = "default";

  private final JsonNode production;
  private final RehearsalNames names;
  private final Set<String> used = new TreeSet<>();

  /**
   * Of these networks of production.
   *
   * @param production the top level of the project's networks
   */
  ServiceNetworks(JsonNode production, RehearsalNames names) {
    this.production = production;
    this.names = names;
  }

  /** Connects a service as it is in production, with its other names there. */
  void connect(ObjectNode own, JsonNode service) {
    String mode = service.path("network_mode").asText();
    if (mode.equals("none") || mode.startsWith("service:")) {
      own.put("network_mode", mode);
      return;
    }
    own.putArray("dns").add("127.0.0.1");
    ObjectNode networks = own.putObject("networks");
    for (String name : service.path("networks").isEmpty() ? List.of(DEFAULT) : keys(service)) {
      used.add(name);
      ObjectNode network = networks.putObject(name);
      ArrayNode aliases = network.putArray("aliases");
      service.path("networks").path(name).path("aliases").forEach(aliases::add);
    }
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
      network.put("internal", true).put("driver", "bridge");
      network.putObject("driver_opts").put("com.docker.network.bridge.inhibit_ipv4", "true");
      names.labels().forEach(network.putObject("labels")::put);
    }
  }

  /** Others are on an external network too, and are missing in a rehearsal. */
  List<String> changes() {
    return used.stream()
        .filter(name -> production.path(name).path("external").asBoolean(false))
        .map(name -> "the network " + name + " is an empty one: production's has others on it")
        .toList();
  }
}
