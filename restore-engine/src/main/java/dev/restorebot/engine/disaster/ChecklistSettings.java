package dev.restorebot.engine.disaster;

import java.time.Duration;
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
 */
public record ChecklistSettings(
    List<HttpCheck> http,
    Optional<String> alembicHead,
    Pattern logPattern,
    List<Pattern> ignoredErrors,
    Optional<String> role,
    Duration patience) {
  /** Matches what PostgreSQL, Python and most loggers write when something is wrong. */
  public static final Pattern ERRORS =
      Pattern.compile("\\b(ERROR|FATAL|PANIC|CRITICAL)\\b|Traceback \\(most recent call last\\)");

  /** The same with other pages. */
  public ChecklistSettings withHttp(List<HttpCheck> pages) {
    return new ChecklistSettings(pages, alembicHead, logPattern, ignoredErrors, role, patience);
  }

  public ChecklistSettings {
    http = List.copyOf(http);
    ignoredErrors = List.copyOf(ignoredErrors);
  }
}
