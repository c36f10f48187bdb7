package dev.restorebot.engine.disaster.compose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The dependencies of services, by {@code depends_on} in the project's files. */
final class Dependencies {
  private final JsonNode services;

  /** Something that the start of a service may wait for. */
  enum Condition {
    STARTED,
    HEALTHY,
    COMPLETED
  }

  /**
   * Dependencies in these definitions.
   *
   * @param services of {@code docker compose config}
   */
  Dependencies(JsonNode services) {
    this.services = services;
  }

  /** Returns the services and those that they need, what is needed first, without these. */
  List<String> order(List<String> wanted, List<String> except) {
    Set<String> order = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>(except);
    wanted.forEach(service -> add(service, seen, order));
    return List.copyOf(order);
  }

  private void add(String service, Set<String> seen, Set<String> order) {
    if (seen.add(service)) {
      needed(service).forEach(each -> add(each, seen, order));
      order.add(service);
    }
  }

  private List<String> needed(String service) {
    List<String> needed = new ArrayList<>();
    JsonNode of = services.path(service).path("depends_on");
    of.fieldNames().forEachRemaining(needed::add);
    needed.removeIf(each -> !of.path(each).path("required").asBoolean(true));
    return needed;
  }

  /** Returns the strictest condition under which one of the others needs that service. */
  Condition waitedFor(String service, List<String> others) {
    Condition strictest = Condition.STARTED;
    for (String other : others) {
      Condition here =
          switch (services
              .path(other)
              .path("depends_on")
              .path(service)
              .path("condition")
              .asText()) {
            case "service_completed_successfully" -> Condition.COMPLETED;
            case "service_healthy" -> Condition.HEALTHY;
            default -> Condition.STARTED;
          };
      strictest = here.compareTo(strictest) > 0 ? here : strictest;
    }
    return strictest;
  }
}
