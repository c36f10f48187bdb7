package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The secrets and configs of a project: a rehearsal has the same ones. Compose mounts their files,
 * read-only, so these may be regular files only: what is written to a socket or a device leaves the
 * rehearsal.
 */
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
                Optional<String> obstacle = obstacle(one);
                if (obstacle.isEmpty()) {
                  all.set(each.getKey(), one);
                } else {
                  for (String service : withdraw(kind, each.getKey(), isolated)) {
                    changes.add(
                        service
                            + " is without "
                            + each.getKey()
                            + " of the "
                            + kind
                            + ": "
                            + obstacle.get());
                  }
                }
              });
    }
  }

  /** Those in a file are mounted where the file really is, so that no link can lead elsewhere. */
  private static Optional<String> obstacle(ObjectNode one) {
    if (one.isEmpty()) {
      return Optional.of("it is external");
    }
    if (!one.has("file")) {
      return Optional.empty();
    }
    String file = one.path("file").asText().replace("$$", "$"); // as Compose escapes it
    try {
      Path real = Path.of(file).toRealPath();
      if (!Files.isRegularFile(real)) {
        return Optional.of(file + " is not a regular file");
      }
      one.put("file", real.toString().replace("$", "$$"));
      return Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.of("restore-bot cannot see " + file);
    }
  }

  /** Returns the services that used it. */
  private List<String> withdraw(String kind, String name, ObjectNode isolated) {
    List<String> users = new ArrayList<>();
    for (String service : kept) {
      JsonNode uses = isolated.path("services").path(service).path(kind).deepCopy();
      ObjectNode own = (ObjectNode) isolated.path("services").path(service);
      if (!uses.isEmpty()) {
        var left = own.putArray(kind);
        for (JsonNode use : uses) {
          if (use.path("source").asText().equals(name)) {
            users.add(service);
          } else {
            left.add(use);
          }
        }
      }
    }
    return users;
  }
}
