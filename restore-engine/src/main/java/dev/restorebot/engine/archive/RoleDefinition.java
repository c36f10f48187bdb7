package dev.restorebot.engine.archive;

import java.util.List;

/**
 * A role as pg_dumpall's output creates it: what of that is needed and harmless in a sandbox. Never
 * its password.
 *
 * @param attributes its attributes, of {@code SUPERUSER}, {@code NOINHERIT}, {@code CREATEDB} and
 *     {@code BYPASSRLS}
 * @param memberOf the roles whose privileges it inherits as a member
 * @param source the name of the file that defines it; empty for the backup itself
 */
public record RoleDefinition(List<String> attributes, List<String> memberOf, String source) {
  public RoleDefinition {
    attributes = List.copyOf(attributes);
    memberOf = List.copyOf(memberOf);
  }
}
