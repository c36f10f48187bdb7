package dev.restorebot.engine.backup.rclone;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A remote of rclone and a folder in it.
 *
 * @param spec the remote and a folder in it, as rclone takes them: {@code offsite:backups/zenops}
 * @param program rclone itself: a name looked for in PATH, or a path
 * @param config the {@code rclone.conf}; empty for the one that rclone takes by itself
 */
public record RcloneRemote(String spec, String program, Optional<Path> config) {
  // The name of a remote as rclone's documentation has it, or a connection string without a name.
  private static final Pattern SPEC =
      Pattern.compile("(?:[\\w.+@][\\w.+@ -]*|:\\w+)(?:,[^:\\n]*)?:[^\\n\\x00]*");

  /**
   * A remote.
   *
   * @throws IllegalArgumentException when that is no remote, in words for whoever set it
   */
  public RcloneRemote {
    if (!SPEC.matcher(spec).matches()) {
      throw new IllegalArgumentException(
          "is not an rclone remote: write its name, a colon and the folder, as in"
              + " offsite:backups/zenops (`rclone listremotes` shows the names)");
    }
    spec = spec.endsWith("/") ? spec.substring(0, spec.length() - 1) : spec;
  }

  /**
   * The remote's name and folder without the options of a connection string, which may be secret.
   */
  String shown() {
    int colon = spec.indexOf(':', 1);
    int comma = spec.indexOf(',');
    return comma < 0 || comma > colon
        ? spec
        : spec.substring(0, comma) + ",…" + spec.substring(spec.lastIndexOf(':'));
  }

  /** Its name in the rclone.conf; empty for a connection string that names a type instead. */
  String name() {
    int end = spec.indexOf(':', 1);
    int comma = spec.indexOf(',');
    return spec.startsWith(":") ? "" : spec.substring(0, comma < 0 ? end : Math.min(end, comma));
  }

  /** Returns rclone's path of one of its files. */
  String at(String path) {
    return spec.endsWith(":") ? spec + path : spec + "/" + path;
  }
}
