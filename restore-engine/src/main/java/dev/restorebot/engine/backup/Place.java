package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a backup lies, as text that outlives the process. */
public final class Place {
  private static final String REMOTE = "rclone:/";

  private Place() {}

  /**
   * The path whose {@link Path#toString()} this is: of this machine, or of a remote.
   *
   * @throws ProblemException {@code BACKUP_MISSING} when its remote is not in the settings any more
   */
  public static Path path(String text) throws ProblemException {
    if (!text.startsWith(REMOTE)) {
      return Path.of(text);
    }
    try {
      return Path.of(URI.create(text));
    } catch (FileSystemNotFoundException e) {
      throw new Problem(
              ProblemCode.BACKUP_MISSING,
              "The backup lies in a remote that the settings do not name any more.",
              "Put the remote back into backups.remotes, or choose another backup.")
          .exception(e);
    }
  }

  /** What rclone calls it, when it lies in a remote. */
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
