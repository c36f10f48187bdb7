package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.DumpedDatabase;
import dev.restorebot.engine.disaster.FactSource;
import dev.restorebot.engine.disaster.GlobalsFile;
import dev.restorebot.engine.disaster.ResolvedProject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells the roles of a server that does not run: as the server told them, else as the file of roles
 * beside the backup has them, else by the names in the backup. Pure.
 *
 * @param known what the server itself told
 * @param dumped what the backup tells
 * @param file the file of roles beside the backup
 */
record StoppedFacts(
    Optional<KnownServer> known, Optional<DumpedDatabase> dumped, Optional<GlobalsFile> file) {
  /** Returns the statements that create the roles, without passwords. */
  List<String> roles(ClusterFacts cluster) {
    return known
        .map(KnownServer::globals)
        .orElseGet(
            () ->
                RolesOfBackup.globals(
                    dumped.orElseThrow().roles(),
                    cluster.superuser(),
                    Optional.empty(),
                    file.map(GlobalsFile::roles).orElse(List.of())))
        .rolesWithoutPasswords();
  }

  /** Says where the roles are from. */
  FactSource source() {
    if (known.isPresent()) {
      return known.get().source("Roles and passwords");
    }
    return file.map(
            beside ->
                FactSource.now(
                    "Roles and passwords", "the file " + beside.name() + " beside the backup"))
        .orElseGet(
            () ->
                FactSource.now(
                    "Roles", "the backup's owners and grants; nobody knows their passwords"));
  }

  /**
   * Returns the roles whose passwords nobody knows. The superuser's is in the environment, if
   * anywhere.
   */
  List<String> unknown(String superuser, ResolvedProject.Service service) {
    if (known.isPresent()) {
      return List.of();
    }
    boolean hasPassword = SuperuserPassword.of(service).isPresent();
    List<String> settled = file.map(GlobalsFile::settled).orElse(List.of());
    return Stream.concat(Stream.of(superuser), dumped.orElseThrow().roles().stream())
        .distinct()
        .filter(role -> !hasPassword || !role.equals(superuser))
        .filter(role -> !settled.contains(role))
        .toList();
  }
}
