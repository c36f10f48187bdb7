package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** Puts rclone's complaints into words, without what may be secret in it. */
final class RcloneFailure {
  private static final int LONGEST = 300;
  // 2026/11/24 07:00:00 ERROR : …
  private static final Pattern STAMP =
      Pattern.compile("^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d (?:\\w+ *: *)?");
  // Signed addresses carry a credential after the question mark, others one before the @.
  private static final Pattern QUERY = Pattern.compile("(https?://[^\\s\"?]+)\\?[^\\s\"]*");
  private static final Pattern USER = Pattern.compile("(\\w+://)[^\\s/@\"]+@");

  private RcloneFailure() {}

  /**
   * @param what continues "the remote … cannot …"
   */
  static IOException of(RcloneRemote remote, String what, String errors) {
    return io(
        new Problem(
                ProblemCode.CONNECTION_LOST,
                "The remote " + remote.shown() + " cannot " + what + ": " + reason(remote, errors),
                hint(remote, errors))
            .exception());
  }

  static IOException io(ProblemException problem) {
    return new IOException(problem.getMessage(), problem);
  }

  private static String hint(RcloneRemote remote, String errors) {
    String name = remote.shown().substring(0, remote.shown().indexOf(':', 1) + 1);
    if (errors.contains("didn't find section in config file")) {
      return "Set the remote up with `rclone config`, or name its file in"
          + " backups.rclone.config-file.";
    }
    if (errors.contains("directory not found")) {
      return "Run `rclone lsd "
          + name
          + "` to see which folders exist, and correct backups.remotes.";
    }
    return "This says nothing about the backups in it. Check that `rclone lsd "
        + name
        + "` works on this machine as the bot's user, then try again.";
  }

  static String reason(RcloneRemote remote, String errors) {
    List<String> lines =
        errors
            .lines()
            .map(line -> STAMP.matcher(line).replaceFirst("").strip())
            .filter(line -> !line.isEmpty() && !line.startsWith("NOTICE"))
            .toList();
    if (lines.isEmpty()) {
      return "rclone gave no reason.";
    }
    String last = lines.get(lines.size() - 1).replace(remote.spec(), remote.shown());
    String clean = USER.matcher(QUERY.matcher(last).replaceAll("$1?…")).replaceAll("$1…@");
    return (clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean)
        .replaceAll("\\p{Cntrl}", " ");
  }
}
