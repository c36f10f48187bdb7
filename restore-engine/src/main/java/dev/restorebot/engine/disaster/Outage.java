package dev.restorebot.engine.disaster;

import java.util.List;

/**
 * Describes why production's server could not be asked, and where its facts come from instead.
 *
 * @param why what is wrong with the server, as a sentence
 * @param volumeMissing whether the old volume no longer exists, so that there is no way back
 * @param sources where each group of facts comes from
 * @param roles the statements that create the server's roles, without passwords
 * @param rolesWithoutPassword the roles whose password nobody knows: a person has to set it
 */
public record Outage(
    String why,
    boolean volumeMissing,
    List<FactSource> sources,
    List<String> roles,
    List<String> rolesWithoutPassword) {
  public Outage {
    sources = List.copyOf(sources);
    roles = List.copyOf(roles);
    rolesWithoutPassword = List.copyOf(rolesWithoutPassword);
  }
}
