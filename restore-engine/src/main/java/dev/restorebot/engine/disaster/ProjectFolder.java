package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks that the files of a project are where its containers' labels say. */
final class ProjectFolder {
  private ProjectFolder() {}

  /**
   * Refuses a project whose folder or files are not on this machine. An override file may be gone:
   * it is to be deleted once its lines are in the project's own files.
   */
  static void require(ComposeProject project) throws ProblemException {
    if (!Files.isDirectory(project.workingDir())) {
      throw gone("folder " + project.workingDir(), project);
    }
    for (Path file : project.files()) {
      if (!Files.exists(file) && !file.getFileName().toString().contains("override")) {
        throw gone("file " + file, project);
      }
    }
  }

  private static ProblemException gone(String what, ComposeProject project) {
    return new Problem(
            ProblemCode.TARGET_UNSUITABLE,
            "The project's "
                + what
                + " is not on this machine. Its containers were started from there, and the swap"
                + " needs it. Portainer and Dockhand keep such folders in their own containers.",
            "Put the project's files there and deploy it from there: cd "
                + project.workingDir()
                + " && docker compose up -d. If restore-bot runs in a container, mount the folder"
                + " at the same path.")
        .exception();
  }
}
