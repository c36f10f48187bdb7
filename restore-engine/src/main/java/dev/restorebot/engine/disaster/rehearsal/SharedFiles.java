package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The secrets and configs of a project: a rehearsal has the same ones. */
final class SharedFiles {
  private static final List<String> KINDS = List.of("secrets", "configs");
  private static final List<String> SOURCES = List.of("file", "environment", "content");

  private final List<String> kept;

  SharedFiles(List<String> kept) {
    this.kept = kept;
  }

  /** Those that Swarm has are in no file and no variable, so a rehearsal cannot have them. */
  void declare(JsonNode production, ObjectNode isolated, List<String> changes) {
    for (String kind : KINDS) {
      ObjectNode all = isolated.putObject(kind);
      production
          .path(kind)
          .properties()
          .forEach(
              each -> {
                ObjectNode one = all.objectNode();
                for (String source : SOURCES) {
                  if (each.getValue().has(source)) {
                    one.set(source, each.getValue().path(source));
                  }
                }
                if (!one.isEmpty()) {
                  all.set(each.getKey(), one);
                } else if (withdraw(kind, each.getKey(), isolated)) {
                  changes.add("without " + each.getKey() + " of the " + kind + ": it is external");
                }
              });
    }
  }

  private boolean withdraw(String kind, String name, ObjectNode isolated) {
    boolean used = false;
    for (String service : kept) {
      JsonNode uses = isolated.path("services").path(service).path(kind).deepCopy();
      ObjectNode own = (ObjectNode) isolated.path("services").path(service);
      if (!uses.isEmpty()) {
        var left = own.putArray(kind);
        for (JsonNode use : uses) {
          if (use.path("source").asText().equals(name)) {
            used = true;
          } else {
            left.add(use);
          }
        }
      }
    }
    return used;
  }
}
