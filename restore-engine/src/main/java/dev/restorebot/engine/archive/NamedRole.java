package dev.restorebot.engine.archive;

/**
 * A role that a dump names and does not contain: roles belong to the cluster, not to the database.
 *
 * @param name its name, as PostgreSQL stores it
 * @param assumed whether the dump acts as this role ({@code SET ROLE}, {@code SET SESSION
 *     AUTHORIZATION}), so that it needs rights and not only a name
 */
public record NamedRole(String name, boolean assumed) {}
