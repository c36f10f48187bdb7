package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the server that a backup was made of with the one that it is restored to. */
final class BackupFit {
  private BackupFit() {}

  /**
   * Refuses a backup of a newer major version: pg_restore and the server cannot read it.
   *
   * @throws ProblemException with both versions
   */
  static void requireNotNewer(BackupFacts backup, ClusterFacts cluster) throws ProblemException {
    Optional<Integer> dumped =
        backup.dumped().flatMap(from -> from.version()).flatMap(v -> major(v));
    Optional<Integer> server = major(cluster.version());
    if (dumped.isPresent() && server.isPresent() && dumped.get() > server.get()) {
      throw Preflight.problem(
          "The backup was made by PostgreSQL "
              + dumped.get()
              + ", but production's server is PostgreSQL "
              + server.get()
              + ", which cannot restore it.",
          "Choose a backup of PostgreSQL "
              + server.get()
              + ", or change the database's image in the project's files to PostgreSQL "
              + dumped.get()
              + " on a new volume first.");
    }
  }

  private static Optional<Integer> major(String version) {
    String first = version.split("[^0-9]", 2)[0];
    return first.isEmpty() || first.length() > 4
        ? Optional.empty()
        : Optional.of(Integer.parseInt(first));
  }

  /** Returns what a person should know of the owners that the backup names, in sentences. */
  static List<String> warnings(BackupFacts backup, Target target) {
    List<String> warnings = new ArrayList<>();
    List<String> roles = target.cluster().traits().roles();
    if (backup.dumped().isEmpty()) {
      return warnings;
    }
    List<String> named = backup.dumped().get().roles();
    List<String> lost = named.stream().filter(role -> !roles.contains(role)).toList();
    if (!roles.isEmpty() && !lost.isEmpty()) {
      warnings.add(
          "The backup names roles that production's server no longer has: "
              + String.join(", ", lost)
              + ". What they own or may do cannot be restored as it was. Create each first: CREATE"
              + " ROLE \"NAME\" LOGIN");
    }
    if (named.isEmpty()) {
      String owner = target.cluster().owner();
      warnings.add(
          "The backup names no owner, as one made with --no-owner: all that it holds will belong to"
              + " "
              + target.cluster().superuser()
              + (owner.equals(target.cluster().superuser())
                  ? "."
                  : ", and the database's owner "
                      + owner
                      + " may not read it. Choose a backup with owners, or grant it afterwards:"
                      + " GRANT ALL ON ALL TABLES IN SCHEMA public TO \""
                      + owner
                      + "\""));
    }
    return warnings;
  }
}
