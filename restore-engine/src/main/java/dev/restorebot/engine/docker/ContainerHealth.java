package dev.restorebot.engine.docker;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether a running container ran out of memory or disk. It may go on after one of its
 * processes was killed, so the engine does not say; the kernel's own count does, inside.
 */
public final class ContainerHealth {
  private static final long LEAST_KIB = 64 * 1024;
  private static final int DF_AVAILABLE = 3;

  private ContainerHealth() {}

  public static Optional<Problem> trouble(DockerExec exec, String folder) throws ProblemException {
    List<String[]> lines = new ArrayList<>();
    exec.run(
        ContainerScripts.HEALTH,
        List.of(folder),
        Optional.empty(),
        line -> lines.add(line.trim().split("\\s+")),
        Cancellation.none());
    if (lines.stream().anyMatch(ContainerHealth::saysKilled)) {
      return Optional.of(ContainerState.outOfMemory());
    }
    return lines.stream().anyMatch(ContainerHealth::saysFull)
        ? Optional.of(DockerErrors.diskFull())
        : Optional.empty();
  }

  private static boolean saysKilled(String[] words) {
    return words.length == 2 && words[0].equals("oom_kill") && !words[1].equals("0");
  }

  private static boolean saysFull(String[] words) {
    return words.length > DF_AVAILABLE
        && words[DF_AVAILABLE].matches("\\d+")
        && Long.parseLong(words[DF_AVAILABLE]) < LEAST_KIB;
  }
}
