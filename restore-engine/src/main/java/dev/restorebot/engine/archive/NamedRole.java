package dev.restorebot.engine.archive;

import java.util.Optional;

/**
 * A role that a database's dump names and does not create: roles belong to the cluster, not to the
 * database.
 *
 * @param name its name, as PostgreSQL stores it
 * @param assumed whether the dump acts as this role ({@code SET ROLE}, {@code SET SESSION
 *     AUTHORIZATION}), so that it needs rights and not only a name
 * @param definition how pg_dumpall's output defines it, where there is one
 */
public record NamedRole(String name, boolean assumed, Optional<RoleDefinition> definition) {}
