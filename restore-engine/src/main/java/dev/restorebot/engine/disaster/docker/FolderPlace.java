package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.nio.file.Path;
import java.util.List;

/** Checks, in a container, that a folder's sibling is a place for its data. */
final class FolderPlace {
  private static final long KIB = 1024;
  private static final String PARENT = "/parent";
  private static final String SCRIPT =
      """
      cd "$2"
      if [ -L "$1" ]; then echo "link $(readlink "$1")"; fi
      if [ -d "$1" ] && [ "$(stat -c %d "$1")" != "$(stat -c %d .)" ]; then echo disk; fi
      df -Pk . | tail -n 1 | while read -r fs size used free rest; do echo "free $free"; done
      """;

  private FolderPlace() {}

  /**
   * Returns how many bytes are free beside that folder, which may be missing.
   *
   * @throws ProblemException when a folder beside it would be on another disk
   */
  static long free(DockerAccess docker, String image, String folder) throws ProblemException {
    Path path = Path.of(folder);
    if (path.getParent() == null) {
      throw TargetRefusals.folder(folder, "is the machine's root folder");
    }
    List<String> lines =
        new VolumeTool(docker, image, "plan")
            .run(
                "look at the folder of the database",
                SCRIPT,
                List.of(path.getFileName().toString(), PARENT),
                VolumeTool.User.ROOT,
                List.of(new VolumeTool.At(path.getParent().toString(), PARENT, true)));
    long free = 0;
    for (String line : lines) {
      if (line.startsWith("link ")) {
        throw TargetRefusals.folder(folder, "is a link to " + line.substring("link ".length()));
      }
      if (line.equals("disk")) {
        throw TargetRefusals.folder(folder, "is a disk (file system) of its own");
      }
      if (line.matches("free \\d+")) {
        free = Long.parseLong(line.substring("free ".length())) * KIB;
      }
    }
    return free;
  }
}
