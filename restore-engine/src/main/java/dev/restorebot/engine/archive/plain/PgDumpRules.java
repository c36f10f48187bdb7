package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.restorebot.engine.archive.DumpEncoding;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds what pg_dump never writes into a plain dump, so that a loader which knows pg_dump's output
 * alone can refuse the file before it runs anything.
 *
 * <p>Source: the statements that PostgreSQL's pg_dump.c and pg_backup_archiver.c make.
 */
final class PgDumpRules {
  private static final int START = 64;
  private static final String COPY_END = " FROM stdin;";
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:ALTER|CREATE|DROP|GRANT|REVOKE|SET|RESET|COMMENT ON|INSERT INTO|SECURITY LABEL"
              + "|REFRESH MATERIALIZED VIEW|SELECT (?:\\* FROM )?pg_catalog\\.|UPDATE"
              + " pg_catalog\\.)(?s:.*)|(?:BEGIN|COMMIT);");

  /** The encoding is set before a {@code \connect} alone, and the dump sets its own after it. */
  private static final Pattern COMMAND =
      Pattern.compile("\\\\(?:restrict|unrestrict|connect)(?:\\s.*)?|\\\\encoding SQL_ASCII");

  /** More than pg_dump writes into any statement but an INSERT of a very large value. */
  private static final int LONGEST = 32 << 20;

  private DumpEncoding encoding = DumpEncoding.UTF8;
  private Optional<String> foreign = Optional.empty();

  /** A statement that ended in that line. */
  void statement(StatementText text, boolean copyFromStdin, long line) {
    if (foreign.isPresent()) {
      return;
    }
    if (!(copyFromStdin ? isCopy(text) : isStatement(text))) {
      foreign = Optional.of("the statement that ends in line " + line);
    } else if (!text.isIn(encoding.charset())) {
      foreign =
          Optional.of("text that is not in its encoding, " + encoding.name() + ", in line " + line);
    } else if (text.length() > LONGEST) {
      foreign = Optional.of("the statement of " + (text.length() >> 20) + " MB in line " + line);
    } else {
      foreign = DumpEncoding.unknownSetBy(text.start(START));
      encoding = DumpEncoding.setBy(text.start(START)).orElse(encoding);
    }
  }

  /** A command of psql in that line. */
  void command(String command, long line) {
    if (foreign.isEmpty() && !COMMAND.matcher(command).matches()) {
      foreign = Optional.of("the psql command in line " + line);
    }
  }

  /** The dump ended within a statement. */
  void unfinished() {
    if (foreign.isEmpty()) {
      foreign = Optional.of("the statement after the last semicolon");
    }
  }

  /** Returns the first thing that pg_dump does not write, or whose encoding is not known. */
  Optional<String> foreign() {
    return foreign;
  }

  private static boolean isStatement(StatementText text) {
    return WRITTEN.matcher(text.start(START)).matches();
  }

  private static boolean isCopy(StatementText text) {
    return text.isWhole() && new String(text.bytes(), ISO_8859_1).endsWith(COPY_END);
  }
}
