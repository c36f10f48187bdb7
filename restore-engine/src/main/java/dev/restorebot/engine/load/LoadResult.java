package dev.restorebot.engine.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The result that a restore reported. The exit code alone decides nothing.
 *
 * @param tool the command that ran, for the record
 * @param exitCode the tool's exit code
 * @param errors the errors that count; at most {@link #MOST_ERRORS} of them
 * @param errorCount how many errors count, the ones that are not kept included
 * @param ignored why errors did not count, and how many for each reason
 * @param parallelJobs how many jobs it ran at once
 * @param took how long it took, the transfer included
 */
public record LoadResult(
    String tool,
    int exitCode,
    List<LoadError> errors,
    long errorCount,
    Map<String, Long> ignored,
    int parallelJobs,
    Duration took) {
  /** The most errors that are kept; the rest is counted. */
  public static final int MOST_ERRORS = 1000;

  /** The name of restore-bot's own loader. */
  public static final String OWN_LOADER = "restore-bot";

  public LoadResult {
    errors = List.copyOf(errors);
    ignored = Map.copyOf(ignored);
  }

  /**
   * Returns the program that loaded it: {@code pg_restore}, {@code psql} or {@link #OWN_LOADER}.
   */
  public String loader() {
    return tool.startsWith(OWN_LOADER) ? OWN_LOADER : tool.split(" ", 2)[0];
  }
}
