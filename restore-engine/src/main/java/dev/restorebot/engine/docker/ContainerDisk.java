package dev.restorebot.engine.docker;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.DiskUse;
import dev.restorebot.engine.task.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures the disk use of a container's data, from inside: the volume may be on another machine.
 */
public final class ContainerDisk {
  private static final int AVAILABLE = 3;
  private static final long KIB = 1024;

  private ContainerDisk() {}

  public static DiskUse of(DockerExec exec, String folder) throws ProblemException {
    List<String[]> lines = new ArrayList<>();
    exec.run(
        ContainerScripts.DISK,
        List.of(folder),
        Optional.empty(),
        line -> lines.add(line.trim().split("\\s+")),
        Cancellation.none());
    String[] free = lineOf(lines, "free");
    String[] used = lineOf(lines, "used");
    return new DiskUse(Long.parseLong(free[1 + AVAILABLE]) * KIB, Long.parseLong(used[1]) * KIB);
  }

  /** Files that go away while they are counted are complained about on other lines. */
  private static String[] lineOf(List<String[]> lines, String first) throws ProblemException {
    return lines.stream()
        .filter(words -> words[0].equals(first) && words.length > 1 && words[1].length() > 0)
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                        ProblemCode.SANDBOX_FAILED,
                        "The sandbox does not report its disk usage.",
                        "Run the restore again.")
                    .exception());
  }
}
