package dev.restorebot.engine.load;

import dev.restorebot.engine.sandbox.server.ServerError;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One COPY of a dump, whose rows may be loaded by several sessions at once, each with a COPY of its
 * own. Changed and read by its {@link RowQueue} alone.
 */
final class RowCopy {
  private static final Pattern TABLE =
      Pattern.compile(
          "(?is)COPY\\s+((?:(?:\"(?:[^\"]|\"\")+\"|[^\\s\".(]+)\\.)?"
              + "(\"(?:[^\"]|\"\")+\"|[^\\s\".(]+))[\\s(].*");

  final String statement;
  private final String table;
  private final Pattern place;

  /** The line of the dump with its last row; 0 while there are more rows to read. */
  long dumpLine;

  /** The sessions that have a COPY of it open. */
  int parts;

  /** The thread that took rows of it last. */
  Thread last;

  /** The error of the first row that was refused, and that row's line. */
  Optional<ServerError> error = Optional.empty();

  private long errorLine = Long.MAX_VALUE;

  RowCopy(String statement) {
    this.statement = statement;
    Matcher named = TABLE.matcher(statement);
    boolean known = named.matches();
    this.table = known ? named.group(1) : "";
    String name = known ? named.group(2) : "";
    this.place =
        Pattern.compile(
            "(?m)(^(?:CONTEXT:  )?COPY "
                + Pattern.quote(name.replaceAll("^\"|\"$", "").replace("\"\"", "\""))
                + ", line )(\\d+)");
  }

  /** Returns the table as the statement names it; empty where it cannot be told. */
  String table() {
    return table;
  }

  /** One of its parts was refused; counts if no earlier row was. */
  void refused(ServerError refusal, RowLines lines) {
    Matcher found = place.matcher(refusal.text());
    if (!found.find()) {
      error = Optional.of(error.orElse(refusal));
      return;
    }
    long line = lines.ofCopy(Long.parseLong(found.group(2)));
    if (line < errorLine) {
      errorLine = line;
      String text =
          refusal.text().substring(0, found.end(1)) + line + refusal.text().substring(found.end(2));
      error = Optional.of(new ServerError(text, refusal.endsSession()));
    }
  }
}
