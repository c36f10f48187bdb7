package dev.restorebot.engine.sandbox.docker;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the disk of a sandbox's volume is full, asked of {@code df} inside. */
final class DiskSpace {
  private static final long LEAST_KIB = 64 * 1024;
  private static final int AVAILABLE = 3;

  private DiskSpace() {}

  static Optional<Problem> trouble(DockerExec exec, String folder) throws ProblemException {
    List<String> lines = new ArrayList<>();
    exec.run(
        Scripts.RUN,
        List.of("df", "-Pk", folder),
        Optional.empty(),
        lines::add,
        Cancellation.none());
    return lines.stream()
        .map(line -> line.trim().split("\\s+"))
        .filter(columns -> columns.length > AVAILABLE && columns[AVAILABLE].matches("\\d+"))
        .filter(columns -> Long.parseLong(columns[AVAILABLE]) < LEAST_KIB)
        .findFirst()
        .map(columns -> DockerErrors.diskFull());
  }
}
