package dev.restorebot.engine.verify.script;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the output of a psql that stops at the first error and names SQLSTATEs (VERBOSITY=verbose).
 * Thread-safe.
 *
 * <p>Source of the wording: PostgreSQL's {@code psql/common.c}, {@code common/logging.c} and {@code
 * libpq/fe-protocol3.c}.
 */
final class PsqlErrors {
  private static final Pattern ERROR =
      Pattern.compile("psql:<stdin>:(\\d+): (ERROR|FATAL|PANIC|error|fatal):\\s+(.*)");
  private static final Pattern STATE = Pattern.compile("([0-9A-Z]{5}): (.*)");
  private static final Pattern NOTICE =
      Pattern.compile("(?:psql:<stdin>:\\d+: )?(NOTICE|WARNING|INFO):\\s+(?:[0-9A-Z]{5}: )?(.*)");
  private static final Pattern BESIDE =
      Pattern.compile(
          "(?:psql:<stdin>:\\d+: )?(?:(?:SCHEMA|TABLE|COLUMN|DATATYPE|CONSTRAINT) NAME|LOCATION"
              + "|DETAIL|CONTEXT|HINT|QUERY|STATEMENT|LINE \\d+):.*");

  private final ScriptOutput output;
  private Optional<ScriptError> first = Optional.empty();

  PsqlErrors(ScriptOutput output) {
    this.output = output;
  }

  /** Takes the next line. */
  synchronized void line(String line) {
    Matcher error = ERROR.matcher(line);
    Matcher notice = NOTICE.matcher(line);
    if (error.matches()) {
      Matcher state = STATE.matcher(error.group(3));
      boolean known = state.matches();
      if (first.isEmpty()) {
        first =
            Optional.of(
                new ScriptError(
                    error.group(1),
                    known ? Optional.of(state.group(1)) : Optional.empty(),
                    known ? state.group(2) : error.group(3)));
      }
    } else if (notice.matches()) {
      output.line(notice.group(1) + ": " + notice.group(2));
    } else if (first.isEmpty() && !BESIDE.matcher(line).matches()) {
      output.line(line);
    }
  }

  /** Returns the error that ended the script. */
  synchronized Optional<ScriptError> first() {
    return first;
  }
}
