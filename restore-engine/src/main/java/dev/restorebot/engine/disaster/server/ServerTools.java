package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.sandbox.ClientTools;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.sandbox.local.InstalledTools;
import dev.restorebot.engine.sandbox.local.NoTools;
import dev.restorebot.engine.task.Cancellation;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the client programs for a server: those of this machine, else those of a Docker image, else
 * none, and restore-bot loads the backup itself.
 *
 * @param docker where the images are; stays its owner's
 */
public record ServerTools(DockerAccess docker) {
  private static final Logger log = LoggerFactory.getLogger(ServerTools.class);
  private static final String LABEL = "dev.restore-bot.tools";

  /**
   * Finds those of that major version or a newer one. The caller closes them.
   *
   * @param id of the disaster restore, or another name for the container
   * @throws ProblemException when the configured folder has none, with what to do
   */
  ClientTools find(ServerAddress address, int major, String id, Cancellation cancellation)
      throws ProblemException {
    try {
      return InstalledTools.find(address.tools(), major);
    } catch (ProblemException missing) {
      if (address.tools().isPresent()
          || missing.problem().code() != ProblemCode.NO_POSTGRESQL_INSTALLED) {
        throw missing;
      }
      try {
        return docker.tools(major, container(id), Map.of(LABEL, id), cancellation);
      } catch (ProblemException noImage) {
        log.info("no client programs: {} {}", missing.getMessage(), noImage.getMessage());
        return new NoTools();
      }
    }
  }

  /** Removes the container that a killed process left, and the backup in it. */
  void discard(String id) throws ProblemException {
    if (docker.unreachable().isEmpty()) {
      docker.remove(container(id), "");
    }
  }

  private static String container(String id) {
    return "restore-bot-tools-" + id.replaceAll("[^A-Za-z0-9_.-]", "-");
  }
}
