package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request for a sandbox.
 *
 * @param jobId the job it belongs to; part of the container's name and a label
 * @param owner the bot that owns it (an id of its state), or {@code cli}; a label
 * @param keep whether it should outlive the process that made it
 * @param createdAt the time in the volume's name
 * @param deadline when it may be removed by anybody; a label
 * @param serverMajor PostgreSQL major that the backup needs, when known
 * @param database name of the database to create
 * @param locale its encoding and locale, when known
 * @param extensions extensions that the backup will ask for; a sandbox whose restoring role is not
 *     a superuser creates the harmless ones beforehand
 * @param roles roles that the backup names; created without login where the server has them not
 * @param ownerAndPrivileges whether the backup's objects are given to those roles: only then the
 *     restoring role becomes a member of them where it is not a superuser
 * @param server image and arguments of the server for this database
 */
public record SandboxRequest(
    String jobId,
    String owner,
    boolean keep,
    Instant createdAt,
    Instant deadline,
    OptionalInt serverMajor,
    String database,
    Optional<DatabaseLocale> locale,
    List<WantedExtension> extensions,
    List<NamedRole> roles,
    boolean ownerAndPrivileges,
    ServerChoice server) {
  public SandboxRequest {
    extensions = List.copyOf(extensions);
    roles = List.copyOf(roles);
  }
}
