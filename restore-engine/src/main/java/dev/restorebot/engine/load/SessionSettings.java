package dev.restorebot.engine.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings that a dump has made in its session, for other sessions that load it. */
final class SessionSettings {
  private static final Pattern SETS =
      Pattern.compile(
          "(?is)(?:SET|RESET)\\s+(?:SESSION\\s+(AUTHORIZATION)|([\\w.]+))\\b.*"
              + "|SELECT\\s+pg_catalog\\.set_config\\('([^']+)'.*");

  private final Map<String, String> latest = new LinkedHashMap<>();

  /** Notes a statement that the server has run, if it sets something. */
  void ran(String statement) {
    Matcher sets = SETS.matcher(statement);
    if (!sets.matches()) {
      return;
    }
    String name = sets.group(1);
    for (int group = 2; name == null; group++) {
      name = sets.group(group);
    }
    // The order counts, too: another user resets the role.
    String unused = latest.remove(name.toLowerCase(Locale.ROOT));
    latest.put(name.toLowerCase(Locale.ROOT), statement);
  }

  /** Returns the statements that make the same settings. */
  List<String> statements() {
    return List.copyOf(latest.values());
  }
}
