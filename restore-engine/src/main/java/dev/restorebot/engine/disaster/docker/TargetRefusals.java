package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.Collection;

/** Problems for targets that a new volume cannot replace. */
final class TargetRefusals {
  private TargetRefusals() {}

  static ProblemException noProject(String project, Collection<String> others) {
    return new Problem(
            ProblemCode.TARGET_NOT_FOUND,
            "Docker has no Compose project called "
                + project
                + ". "
                + (others.isEmpty()
                    ? "It has no Compose project at all."
                    : "It has: " + String.join(", ", others) + "."),
            "Correct `disaster.project` in the settings, or connect to the right Docker"
                + " engine (`docker compose ls --all` lists its projects).")
        .exception();
  }

  static ProblemException swarm(String stack) {
    return unsuitable(
        stack
            + " is a stack of Docker Swarm, not a Compose project: Swarm starts its services again"
            + " by itself, on the old volume.",
        "Restore into a test sandbox (restore-bot test) and replace the data by hand: docker"
            + " service scale "
            + stack
            + "_SERVICE=0 stops a service.");
  }

  static ProblemException noService(String project, String service, Collection<String> services) {
    return new Problem(
            ProblemCode.TARGET_NOT_FOUND,
            "The project "
                + project
                + " has no container of a service called "
                + service
                + ". It has: "
                + String.join(", ", services)
                + ".",
            "Correct the service's name in the settings, or create it: docker compose up -d "
                + service)
        .exception();
  }

  static ProblemException replicas(String service, int count) {
    return unsuitable(
        "The service "
            + service
            + " has "
            + count
            + " containers; a database must have exactly one.",
        "Stop all but one (docker compose up -d --scale " + service + "=1), then try again.");
  }

  static ProblemException notRunning(String service, String container, String status) {
    return new Problem(
            ProblemCode.TARGET_NOT_FOUND,
            "The database's container "
                + container
                + " is not running (it is "
                + status
                + "), so its roles, locale and settings cannot be read.",
            "Start it: docker compose up -d "
                + service
                + ". If it does not start, request a disaster restore: it does not need the running"
                + " server.")
        .exception();
  }

  static ProblemException folder(String folder, String why) {
    return unsuitable(
        "The database's files are in the folder "
            + folder
            + ", which "
            + why
            + ": a new folder beside it would be on another disk or would be lost.",
        "Move the data to a plain folder below it and mount that one, then request the restore"
            + " again.");
  }

  static ProblemException selinux(String folder) {
    return unsuitable(
        "The folder of the database "
            + folder
            + " is mounted with an SELinux label (:z or :Z), which restore-bot does not give to a"
            + " new folder.",
        "Move the data to a named volume, then request the restore again.");
  }

  static ProblemException inside(String pgdata, String path) {
    return unsuitable(
        "Part of the database is outside its storage: "
            + path
            + " in its folder "
            + pgdata
            + " is a mount of its own. A swap would mix old and new files.",
        "Restore by hand, or move that part into the database's folder and remove the mount"
            + " first.");
  }

  static ProblemException noMount(String pgdata) {
    return unsuitable(
        "Nothing is mounted at the database's folder "
            + pgdata
            + ": its files are in the container itself and are deleted with it.",
        "Do not recreate that container. Give the service a named volume first.");
  }

  /** For a service without a container, which alone could tell. */
  static ProblemException unknownVolume(String pgdata) {
    return unsuitable(
        "The database's container is gone, and the project's files give its folder "
            + pgdata
            + " no volume with a name: nobody knows which volume has its data.",
        "Give the service a named volume at that folder in the project's files, then request the"
            + " restore again. To keep the old data, do not run docker volume prune: docker volume"
            + " ls --filter dangling=true lists where it may be.");
  }

  static ProblemException foreign(String volume) {
    return unsuitable(
        "The database's volume "
            + volume
            + " is not in the project's files, so no file can name a replacement.",
        "Make the running containers match the files (docker compose up -d), then request the"
            + " restore again.");
  }

  static ProblemException driver(String volume, String driver) {
    return unsuitable(
        "The database's volume "
            + volume
            + " is not a plain local volume (driver "
            + driver
            + "); a new one would be stored somewhere else.",
        "Create the new volume by hand in the same place.");
  }

  static ProblemException uploadsVolumes(String key, Collection<String> found) {
    return unsuitable(
        found.isEmpty()
            ? "No container of the project has a volume that its files call " + key + "."
            : "The project's containers have different volumes for "
                + key
                + ": "
                + String.join(", ", found)
                + ".",
        "Correct `disaster.uploads-volume`, or make the running containers match the files"
            + " (docker compose up -d).");
  }

  static ProblemException uploadsReplicas(String service, long count) {
    return unsuitable(
        "The service "
            + service
            + " has the volume of uploads and "
            + count
            + " containers; the swap recreates only one.",
        "Scale it down to one (docker compose up -d --scale "
            + service
            + "=1), then try again; scale it up after the restore.");
  }

  static ProblemException uploadsInUse(String service, String volume) {
    return unsuitable(
        "The service "
            + service
            + " also uses the volume of uploads "
            + volume
            + " and is not among the services to stop, so it would keep the old one.",
        "Add it to `disaster.stop`.");
  }

  static ProblemException otherUploadsImage(String service, String image) {
    return unsuitable(
        "The name "
            + image
            + " now refers to a different image than the one that "
            + service
            + " runs: recreating its container with the restored uploads would change the"
            + " application in the middle of a restore.",
        "Update the service to the current image first (docker compose up -d "
            + service
            + "), or point the name back to the old image (docker tag).");
  }

  static ProblemException otherImage(String service, String image) {
    return unsuitable(
        "The name "
            + image
            + " now refers to a different image than the one that the database runs: recreating"
            + " its container would change PostgreSQL in the middle of a restore.",
        "Update the service to the current image first (docker compose up -d "
            + service
            + "), or point the name back to the old image (docker tag).");
  }

  static ProblemException otherDatabases(Collection<String> names) {
    return unsuitable(
        "The server also has other databases ("
            + String.join(", ", names)
            + "), which are not in the backup and would be lost in the swap.",
        "Restore by hand into the running server, or move these databases away first.");
  }

  static ProblemException standby() {
    return unsuitable(
        "The database is a standby of another server.",
        "Restore the primary, then set up the standby again.");
  }

  static ProblemException outside(String what) {
    return unsuitable(
        "Part of the database is outside its volume: " + what + ".",
        "Restore by hand; a swap of the volume would mix old and new files.");
  }

  static ProblemException unsuitable(String message, String hint) {
    return new Problem(ProblemCode.TARGET_UNSUITABLE, message, hint).exception();
  }
}
