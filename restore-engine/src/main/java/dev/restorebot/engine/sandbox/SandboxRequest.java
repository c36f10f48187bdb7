package dev.restorebot.engine.sandbox;

import java.time.Instant;
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
 * @param needs what the backup needs in that database; asked once the server runs, so it may be
 *     started while the backup is read
 * @param ownerAndPrivileges whether the backup's objects are given to the roles that it names: only
 *     then the restoring role becomes a member of them where it is not a superuser
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
    DatabaseNeeds.Source needs,
    boolean ownerAndPrivileges,
    ServerChoice server) {}
