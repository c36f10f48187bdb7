package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.engine.disaster.rehearsal.IsolatedProject.Copy;
import dev.restorebot.engine.text.Sizes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Mounts storage in the services of a rehearsal: the restored volumes, empty volumes in place of
 * production's others, and copies of small files of the project's folder.
 */
final class ServiceVolumes {
  /** The most bytes of a file or folder that is copied; a larger one is data. */
  private static final long MOST_COPIED = 16L << 20;

  /** Each machine has these, and they tell only its time zone. */
  private static final Set<Path> TIME = Set.of(Path.of("/etc/localtime"), Path.of("/etc/timezone"));

  private static final String COPY = "restore-bot-copy-";
  private static final String RESTORED = "restore-bot-restored";

  private final JsonNode production;
  private final RehearsedStorage storage;
  private final Path folder;
  private final RehearsalNames names;
  private final Map<String, String> restored = new TreeMap<>();
  private final Map<String, String> empty = new TreeMap<>();
  private final List<Copy> copies = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();

  /**
   * Of these volumes of production.
   *
   * @param production the top level of the project's volumes
   */
  ServiceVolumes(JsonNode production, RehearsedStorage storage, Path folder, RehearsalNames names) {
    this.production = production;
    this.storage = storage;
    this.folder = folder;
    this.names = names;
  }

  void mount(String name, ObjectNode own, JsonNode service) {
    ArrayNode mounts = own.putArray("volumes");
    if (name.equals(storage.service())) {
      restored.put(RESTORED, storage.volume());
      mounts.add(volume(mounts.objectNode(), RESTORED, storage.path()));
    }
    for (JsonNode mount : service.path("volumes")) {
      String target = mount.path("target").asText();
      if (name.equals(storage.service()) && target.equals(storage.path())) {
        continue;
      }
      switch (mount.path("type").asText()) {
        case "tmpfs" -> mounts.add(mount);
        case "volume" -> mounts.add(volume(name, mounts.objectNode(), mount, target));
        case "bind" -> copy(name, own, mount.path("source").asText(), target);
        default -> changes.add(name + " is without " + target);
      }
    }
    if (mounts.isEmpty()) {
      own.remove("volumes");
    }
  }

  private ObjectNode volume(String name, ObjectNode own, JsonNode mount, String target) {
    String key = mount.path("source").asText();
    if (!key.isEmpty()) {
      storage
          .uploads()
          .filter(uploads -> uploads.key().equals(key))
          .ifPresentOrElse(
              uploads -> restored.put(key, uploads.volume()),
              () -> {
                empty.put(key, names.project() + "_" + key);
                if (storage.missed().contains(production.path(key).path("name").asText())) {
                  changes.add(name + " is without the files of the volume " + key);
                }
              });
    }
    volume(own, key, target);
    if (mount.path("volume").path("nocopy").asBoolean(false)) {
      own.withObject("/volume").put("nocopy", true);
    }
    String folderInside = mount.path("volume").path("subpath").asText();
    if (!folderInside.isEmpty() && restored.containsKey(key)) {
      own.withObject("/volume").put("subpath", folderInside);
    } else if (!folderInside.isEmpty()) { // an empty volume has no such folder
      changes.add(name + " is without the folder " + folderInside + " of the volume " + key);
    }
    if (mount.path("read_only").asBoolean(false)) {
      own.put("read_only", true);
    }
    return own;
  }

  private static ObjectNode volume(ObjectNode own, String key, String target) {
    own.put("type", "volume").put("target", target);
    if (!key.isEmpty()) {
      own.put("source", key);
    }
    return own;
  }

  private void copy(String name, ObjectNode own, String source, String target) {
    Path from = Path.of(source).normalize();
    boolean time = TIME.contains(from);
    if (!time && (!from.startsWith(folder.normalize()) || from.equals(folder.normalize()))) {
      changes.add(
          name + " is without " + target + ": " + source + " is not in the project's folder");
      return;
    }
    try {
      Path real = from.toRealPath();
      if (!time && !real.startsWith(folder.toRealPath())) {
        changes.add(name + " is without " + target + ": " + source + " leads out of the project");
        return;
      }
      long bytes = size(real);
      if (bytes > MOST_COPIED) {
        changes.add(
            name
                + " is without "
                + target
                + ": "
                + source
                + " is larger than "
                + Sizes.text(MOST_COPIED));
        return;
      }
      copies.add(new Copy(name, real, target));
      if (Files.isDirectory(real)) { // it hides what the image has there
        String key = COPY + copies.size();
        empty.put(key, names.project() + "_" + key);
        own.withArray("/volumes")
            .add(volume(own.objectNode(), key, target).set("volume", nothingCopied(own)));
      } else if (own.path("read_only").asBoolean(false)) {
        // Docker copies nothing into a container whose root cannot be written.
        own.remove("read_only");
        changes.add(name + " may write its root: " + target + " is copied into it");
      }
    } catch (IOException | UncheckedIOException e) {
      changes.add(name + " is without " + target + ": " + source + " cannot be read");
    }
  }

  private static JsonNode nothingCopied(ObjectNode own) {
    return own.objectNode().put("nocopy", true);
  }

  /** As far as it matters: of more than is copied, no exact size is needed. */
  private static long size(Path path) throws IOException {
    long bytes = 0;
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        bytes += Files.isRegularFile(each) ? Files.size(each) : 512;
        if (bytes > MOST_COPIED) {
          break;
        }
      }
    }
    return bytes;
  }

  void declare(ObjectNode project) {
    ObjectNode all = project.putObject("volumes");
    restored.forEach((key, name) -> all.putObject(key).put("name", name).put("external", true));
    empty.forEach(
        (key, name) -> {
          ObjectNode volume = all.putObject(key).put("name", name);
          names.labels().forEach(volume.putObject("labels")::put);
        });
  }

  List<Copy> copies() {
    return copies;
  }

  List<String> changes() {
    List<String> all = new ArrayList<>(changes);
    List<String> volumes = empty.keySet().stream().filter(key -> !key.startsWith(COPY)).toList();
    if (!volumes.isEmpty()) {
      all.add("new and empty: the volumes " + String.join(", ", volumes));
    }
    return all;
  }
}
