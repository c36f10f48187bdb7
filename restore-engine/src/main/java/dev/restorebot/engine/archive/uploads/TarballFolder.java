package dev.restorebot.engine.archive.uploads;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A folder in a tar, such as {@code app/uploads}: what is below it, as if the tar held nothing
 * else. Immutable.
 */
public final class TarballFolder {
  private final String root;

  /**
   * @param path the folder's path; empty for the whole tar
   */
  public TarballFolder(String path) {
    this.root =
        Arrays.stream(new String(path.getBytes(UTF_8), ISO_8859_1).split("/"))
            .filter(part -> !part.isEmpty() && !part.equals("."))
            .collect(Collectors.joining("/"));
  }

  /** The entry as seen from the folder; nothing when it lies elsewhere. */
  public Optional<TarballEntry> below(TarballEntry entry) {
    Optional<String> path = below(entry.raw());
    if (path.isEmpty() || entry.kind() != TarballEntry.Kind.HARD_LINK) {
      return path.map(found -> entry.moved(found, entry.target()));
    }
    return path.flatMap(found -> below(entry.target()).map(to -> entry.moved(found, to)));
  }

  private Optional<String> below(String raw) {
    if (root.isEmpty()) {
      return Optional.of(raw);
    }
    if (raw.equals(root)) {
      return Optional.of("");
    }
    return raw.startsWith(root + "/")
        ? Optional.of(raw.substring(root.length() + 1))
        : Optional.empty();
  }
}
