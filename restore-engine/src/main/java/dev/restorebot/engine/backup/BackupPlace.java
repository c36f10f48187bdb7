package dev.restorebot.engine.backup;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The location of a backup as text that outlives the process. */
public final class BackupPlace {
  private static final String REMOTE = "rclone:/";

  private BackupPlace() {}

  /** The path whose {@link Path#toString()} this is: of this machine, or of a remote. */
  public static Path path(String text) {
    return text.startsWith(REMOTE) ? Path.of(URI.create(text)) : Path.of(text);
  }

  /** Returns its path in rclone, when it lies in a remote. */
  public static Optional<String> inRemote(Path file) {
    if (!file.toString().startsWith(REMOTE)) {
      return Optional.empty();
    }
    String[] parts = file.toUri().getRawPath().substring(1).split("/", 2);
    String spec = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
    String path = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
    return Optional.of(spec.endsWith(":") ? spec + path : spec + "/" + path);
  }
}
