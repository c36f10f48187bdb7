package dev.restorebot.engine.disaster;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Holds what belongs to a server and is not in a database's dump. The roles come with their
 * passwords' hashes: stored only encrypted, shown to nobody.
 *
 * @param roles the statements that create the roles, as pg_dumpall writes them
 * @param settings the statements that set the settings stored with the database
 * @param files the server's own configuration files by name, in base64
 */
public record ServerGlobals(List<String> roles, List<String> settings, Map<String, String> files) {
  private static final Pattern ROLE = Pattern.compile("(CREATE|ALTER) ROLE |GRANT ");
  private static final Pattern PASSWORD = Pattern.compile(" PASSWORD E?'(?:[^']|'')*'");

  public ServerGlobals {
    roles = List.copyOf(roles);
    settings = List.copyOf(settings);
    files = Map.copyOf(files);
  }

  /** Returns the statements that create the roles and their memberships, without passwords. */
  public List<String> rolesWithoutPasswords() {
    return roles.stream()
        .filter(line -> ROLE.matcher(line).lookingAt())
        .map(line -> PASSWORD.matcher(line).replaceAll(""))
        .toList();
  }

  @Override
  public String toString() {
    return roles.size() + " lines of roles, " + settings.size() + " settings (not shown)";
  }
}
