package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.TargetSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Says what people have to know and to do when a server does not run. Pure. */
final class StoppedWords {
  private StoppedWords() {}

  /**
   * Says what a person has to do about what nobody knows of the server itself.
   *
   * @param unknown the roles whose passwords nobody knows
   * @param file whether the roles and their memberships are known from a file
   */
  static List<String> todo(
      List<String> unknown,
      boolean file,
      ComposeProject project,
      String service,
      String superuser) {
    List<String> todo = new ArrayList<>();
    String psql =
        project.shell(List.of(), "exec", service, "psql", "-U", superuser, "-d", "postgres");
    for (String role : unknown) {
      todo.add(
          "Nobody knows the password of the role "
              + role
              + ". After the restore, set it: "
              + psql
              + ", then: "
              + RolesOfBackup.login(role)
              + " and \\password "
              + role);
    }
    todo.add(
        "Nobody knows the settings stored with the database"
            + (file
                ? " (ALTER DATABASE … SET)"
                : " and its roles (ALTER DATABASE … SET, ALTER ROLE … SET), memberships of roles,")
            + " and whether the server had other databases: they are not restored.");
    return todo;
  }

  static void warnOfServices(TargetSettings settings, List<String> warnings) {
    if (!settings.stopServices().isEmpty()) {
      warnings.add(
          "The database does not run, so nobody knows which services ran before: after the swap, "
              + settings.databaseService()
              + " and all of these are started: "
              + String.join(", ", settings.stopServices())
              + ".");
    }
  }

  static String noWayBack(String volume) {
    return "NO WAY BACK: the old volume "
        + volume
        + " no longer exists. There is no safety copy, and this restore cannot be rolled back."
        + " Settings that include a file of its data folder, or need a certificate from there, are"
        + " switched off: see the lines with `restore-bot` in postgresql.conf.";
  }

  static String why(
      TargetSettings settings,
      Optional<InspectContainerResponse> container,
      ProblemException running) {
    if (container.isEmpty()) {
      return "The service " + settings.databaseService() + " has no container.";
    }
    String status = String.valueOf(container.get().getState().getStatus());
    String name = container.get().getName().replaceFirst("^/", "");
    Integer restarts = container.get().getRestartCount();
    if (status.equals("restarting") || (restarts != null && restarts > 1)) {
      return "The container " + name + " restarts again and again.";
    }
    if (!status.equals("running")) {
      return "The container " + name + " is not running (it is " + status + ").";
    }
    return "The container "
        + name
        + " runs, but its server does not answer"
        + (running.problem().code() == ProblemCode.CONNECTION_LOST
            ? ": " + running.problem().message()
            : ".");
  }

  static ProblemException unknownProject(TargetSettings settings, ProblemException running) {
    return new Problem(
            ProblemCode.TARGET_NOT_FOUND,
            running.problem().message()
                + " Nothing was remembered of it either, so its files cannot be found.",
            "Set `disaster.project-directory` to the folder of the project "
                + settings.project()
                + " (and `disaster.compose-files` if it is started with -f), or correct"
                + " `disaster.project`.")
        .exception(running);
  }

  static ProblemException noService(String service, Collection<String> services) {
    return new Problem(
            ProblemCode.TARGET_NOT_FOUND,
            "The project's files have no service called "
                + service
                + ". They have: "
                + String.join(", ", new TreeSet<>(services))
                + ".",
            "Correct the service's name in the settings.")
        .exception();
  }
}
