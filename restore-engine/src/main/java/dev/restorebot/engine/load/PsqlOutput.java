package dev.restorebot.engine.load;

import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code psql -b} says about errors, with the line of the dump that each came from.
 *
 * <p>Source of the wording: PostgreSQL's {@code psql/common.c} ({@code ERROR:}, {@code STATEMENT:})
 * and {@code common/logging.c} ({@code psql:<stdin>:LINE: error:}).
 */
final class PsqlOutput {
  private static final Pattern OURS = Pattern.compile("^psql:(?:<stdin>:(\\d+):)? (.*)");
  private static final Pattern HARMLESS =
      Pattern.compile("^(?:WARNING|NOTICE|INFO|LOG|DEBUG|warning|info): .*");
  private static final Pattern CONTINUED = Pattern.compile("^(?:detail|hint): .*");
  private static final Pattern SEVERITY =
      Pattern.compile("^(?:ERROR|FATAL|PANIC|error|fatal):\\s+(.*)");
  private static final String STATEMENT = "STATEMENT:  ";

  private final LongFunction<String> objectAtLine;
  private final LongPredicate ownLine;
  private final LongConsumer serverRefused;
  private final LongFunction<Optional<String>> commandAtLine;
  private final ErrorCollector errors;
  private Optional<ErrorBlock> open = Optional.empty();

  /**
   * Output of a psql that reads a dump.
   *
   * @param objectAtLine the object that a line of the input belongs to, or an empty text
   * @param ownLine whether the loader itself put that line there, to be refused
   * @param serverRefused hears the line of each statement that the server refused
   * @param commandAtLine the command of psql that the dump has in that line
   */
  PsqlOutput(
      LongFunction<String> objectAtLine,
      LongPredicate ownLine,
      LongConsumer serverRefused,
      LongFunction<Optional<String>> commandAtLine,
      ErrorCollector errors) {
    this.objectAtLine = objectAtLine;
    this.ownLine = ownLine;
    this.serverRefused = serverRefused;
    this.commandAtLine = commandAtLine;
    this.errors = errors;
  }

  /** A line of its output. */
  synchronized void line(String line) {
    Matcher ours = OURS.matcher(line);
    if (!ours.matches()) {
      open.ifPresent(block -> block.more(line));
      return;
    }
    String text = ours.group(2);
    if (text.startsWith(STATEMENT)) {
      open.ifPresent(block -> block.statement(text.substring(STATEMENT.length())));
    } else if (CONTINUED.matcher(text).matches()) {
      open.ifPresent(block -> block.more(text));
    } else {
      end();
      long at = ours.group(1) == null ? 0 : Long.parseLong(ours.group(1));
      if (!HARMLESS.matcher(text).matches()) {
        error(at, text);
      }
    }
  }

  private void error(long at, String text) {
    boolean fromServer = text.startsWith("ERROR:") || text.startsWith("FATAL:");
    if (fromServer) {
      serverRefused.accept(at);
    } else if (ownLine.test(at)) {
      return;
    }
    Optional<PsqlCommand> command =
        fromServer ? Optional.empty() : commandAtLine.apply(at).map(PsqlCommand::of);
    if (command.isPresent()) {
      command.get().into(errors, objectAtLine.apply(at));
      return;
    }
    Matcher severity = SEVERITY.matcher(text);
    open =
        Optional.of(
            new ErrorBlock(objectAtLine.apply(at), severity.matches() ? severity.group(1) : text));
  }

  /** The tool has ended: whatever is still open is complete. */
  synchronized void end() {
    open.ifPresent(block -> block.into(errors));
    open = Optional.empty();
  }
}
