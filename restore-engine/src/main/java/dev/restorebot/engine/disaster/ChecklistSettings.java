package dev.restorebot.engine.disaster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of the checks that run after the services have started.
 *
 * @param http pages to get, in this order
 * @param alembicHead the revision that the application needs, when it is known
 * @param logPattern what must not be in the services' logs
 * @param ignoredErrors what matches one of these is no error
 * @param role the application's role, when it is known; else those that were connected count, and
 *     those that own tables
 * @param patience how long a page may take to answer as it should, the application's start included
 * @param stableAfter the time that a service must run before it counts as started
 */
public record ChecklistSettings(
    List<HttpCheck> http,
    Optional<String> alembicHead,
    Pattern logPattern,
    List<Pattern> ignoredErrors,
    Optional<String> role,
    Duration patience,
    Duration stableAfter) {
  /** Matches what PostgreSQL, Python and most loggers write when something is wrong. */
  public static final Pattern ERRORS =
      Pattern.compile("\\b(ERROR|FATAL|PANIC|CRITICAL)\\b|Traceback \\(most recent call last\\)");

  /** The same for a rehearsal, in which calls to other machines fail on purpose. */
  public ChecklistSettings forRehearsal(List<HttpCheck> pages) {
    List<Pattern> ignored = new ArrayList<>(ignoredErrors);
    ignored.add(UNREACHABLE);
    return new ChecklistSettings(
        pages, alembicHead, logPattern, ignored, role, patience, stableAfter);
  }

  /** Matches what programs write when a name is not known or no route leads to an address. */
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "name resolution|name or service not known|could not resolve|no such host"
              + "|getaddrinfo|ENOTFOUND|EAI_AGAIN|UnknownHost|ENETUNREACH|EHOSTUNREACH"
              + "|network is unreachable|no route to host|host not found in upstream",
          Pattern.CASE_INSENSITIVE);

  public ChecklistSettings {
    http = List.copyOf(http);
    ignoredErrors = List.copyOf(ignoredErrors);
  }
}
