package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.VolumeScripts;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.nio.file.Path;
import java.util.List;

/**
 * Folders beside production's that are made for a plan, and known again by a small file beside
 * them. All work on them is done in containers: only Docker sees the machine's folders.
 */
final class OwnFolders {
  private static final String PARENT = "/parent";

  private final DockerAccess docker;
  private final DisasterPlan plan;
  private final VolumeTool tool;

  OwnFolders(DockerAccess docker, DisasterPlan plan) {
    this.docker = docker;
    this.plan = plan;
    this.tool = new VolumeTool(docker, plan);
  }

  /** Creates it, empty; refuses a name that is taken. */
  void create(String folder) throws ProblemException {
    if (run("create the folder " + folder, folder, VolumeScripts.MAKE_FOLDER).contains("exists")) {
      throw new Problem(
              ProblemCode.VOLUME_EXISTS,
              "A folder " + folder + " already exists. It was not changed.",
              "Find out what it belongs to. Then request the restore again; the new plan uses"
                  + " another name.")
          .exception();
    }
  }

  /** Returns true when there is such a folder and this plan made it. */
  boolean has(String folder) throws ProblemException {
    return run("look at the folder " + folder, folder, VolumeScripts.OWNS_FOLDER).contains("own");
  }

  /** Removes it when this plan made it; refuses one that a container has. */
  void discard(String folder) throws ProblemException {
    requireUnused(folder);
    var unused = run("remove the folder " + folder, folder, VolumeScripts.REMOVE_FOLDER);
  }

  /** Deletes it, whoever made it; refuses one that a container has. */
  void deleteLeft(String folder) throws ProblemException {
    requireUnused(folder);
    var unused = run("delete the folder " + folder, folder, VolumeScripts.DELETE_FOLDER);
  }

  private void requireUnused(String folder) throws ProblemException {
    List<String> users = new DataMounts(docker).others(folder, "", plan.id());
    if (!users.isEmpty()) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The folder "
                  + folder
                  + " was not removed, because containers mount it: "
                  + String.join(", ", users)
                  + ".",
              "Find out why they use it: docker inspect " + users.get(0))
          .exception();
    }
  }

  private List<String> run(String what, String folder, String script) throws ProblemException {
    Path path = Path.of(folder);
    return tool.run(
        what,
        script,
        List.of(path.getFileName().toString(), plan.id(), PARENT),
        VolumeTool.User.ROOT,
        List.of(new VolumeTool.At(path.getParent().toString(), PARENT, false)));
  }
}
