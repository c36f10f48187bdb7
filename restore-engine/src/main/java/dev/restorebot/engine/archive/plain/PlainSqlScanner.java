package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.archive.NamedRoles;
import dev.restorebot.engine.archive.SqlSummary;
import dev.restorebot.engine.archive.Texts;
import dev.restorebot.engine.archive.TocBudget;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads a plain dump while it streams by: what it says about itself, the objects in it with their
 * rows, and whether it is complete. Tolerant: any SQL passes; what pg_dump wrote is held to what
 * pg_dump promises.
 */
final class PlainSqlScanner implements SqlLexer.Listener {
  private static final String RULE = "--";
  private static final String HEADER = "-- PostgreSQL database dump";
  private static final String COMPLETE = "-- PostgreSQL database dump complete";
  private static final String CLUSTER = "-- PostgreSQL database cluster dump";
  private static final String ROW_SECURITY_ON = "SET row_security = on;";
  private static final Pattern STRINGS_OFF =
      Pattern.compile("SET standard_conforming_strings = off;.*");
  private static final Pattern ROLE =
      Pattern.compile("(?is)SET\\s+(?:SESSION\\s+AUTHORIZATION|ROLE)\\b.*");
  private static final Pattern NAMES_ROLES =
      Pattern.compile(
          "(?i)(?:SET|ALTER|GRANT|REVOKE|CREATE\\s+(?:POLICY|USER|ROLE|GROUP|SCHEMA))\\b");

  /** From the first dollar quote on. */
  private static final Pattern BODY = Pattern.compile("(?s)\\$\\w*\\$.*");

  private static final int NAMES_ROLES_WITHIN = 64;
  private static final int NAMED_WITHIN = 4096;
  private static final int ROLE_WITHIN = 512;

  private final SqlLexer lexer = new SqlLexer(this);
  private final PlainHeader header = new PlainHeader();
  private final PlainEnd end = new PlainEnd();
  private final NamedRoles roles = new NamedRoles();
  private final PlainSqlIndex index = new PlainSqlIndex();
  private final ArchiveMessages messages;
  private final TocBudget budget;
  private final SqlTally tally = new SqlTally();
  private final DatabasesInFile databases;

  private Optional<DumpListener> listener = Optional.empty();
  private byte[] copyStatement = new byte[0];
  private boolean nameDue;
  private long ruleLine;
  private long lastCommentLine;
  private boolean blockHasText;
  private Optional<TocEntry> announced = Optional.empty();
  private boolean completeAnnounced;

  private boolean byPgDump;
  private boolean open;
  private Optional<String> restricted = Optional.empty();
  private boolean dataDue;
  private Optional<Problem> tooMany = Optional.empty();

  PlainSqlScanner(ArchiveMessages messages) {
    this.messages = messages;
    this.budget = new TocBudget(messages);
    this.databases = new DatabasesInFile(messages);
  }

  /** From here on, that listener hears of what is read. */
  void listener(DumpListener hears) {
    listener = Optional.of(hears);
  }

  /** The line that is being read. */
  long lineNumber() {
    return lexer.lineNumber();
  }

  PlainSqlIndex index() {
    return index;
  }

  ArchiveHeader header() {
    return header.toHeader();
  }

  /** Returns what the statements read so far create and commit. */
  SqlSummary summary() {
    return tally.summary();
  }

  /** Returns whether it is a backup of one database, as far as it was read. */
  Optional<Problem> severalDatabases() {
    return databases.problemSoFar();
  }

  /** The roles that were named so far. */
  List<NamedRole> roles() {
    return roles.missing();
  }

  void accept(byte[] buffer, int off, int len) {
    lexer.accept(buffer, off, len);
    end.accept(buffer, off, len);
  }

  /** Returns the problem that is already known. */
  Optional<Problem> problemSoFar() {
    if (lexer.hasZeroByte()) {
      return Optional.of(
          messages.corrupt(
              "there is a zero byte near its line "
                  + lexer.lineNumber()
                  + ", which SQL never has"));
    }
    return tooMany;
  }

  /** The dump ended: is it whole? */
  Optional<Problem> finish() {
    lexer.finish();
    Optional<Problem> problem = problemSoFar();
    if (problem.isPresent()) {
      return problem;
    }
    if (lexer.isInCopy()) {
      return Optional.of(messages.truncated("in the middle of the rows of " + lastEntry()));
    }
    boolean closed = !open && restricted.isEmpty();
    if (byPgDump && !closed && !end.isComplete(restricted)) {
      return Optional.of(
          messages.truncated(
              "at line "
                  + lexer.lineNumber()
                  + " without pg_dump's last line, \"PostgreSQL database dump complete\""));
    }
    if (!byPgDump && lexer.isInQuote()) {
      return Optional.of(messages.truncated("in the middle of a quoted text or a comment"));
    }
    return databases.problem().or(this::neverCommitted);
  }

  private Optional<Problem> neverCommitted() {
    return tally.openedAt().isPresent()
        ? Optional.of(
            messages.truncated(
                "within the transaction that its line "
                    + tally.openedAt().getAsLong()
                    + " begins, without a COMMIT: PostgreSQL undoes all of that transaction"))
        : Optional.empty();
  }

  @Override
  public void line(long number, byte[] line, int length) {
    boolean comment = length >= RULE.length() && line[0] == '-' && line[1] == '-';
    if (comment) {
      comment(number, Texts.decode(line, 0, length));
    } else {
      code(Texts.decode(line, 0, length));
    }
  }

  @Override
  public void statement(StatementText text, boolean copyFromStdin) {
    if (copyFromStdin) {
      copyStatement = text.isWhole() ? text.bytes() : new byte[0];
    }
    if (tally.statement(text, lexer.lineNumber()) || copyFromStdin) {
      databases.fill();
    }
    if (nameDue) {
      nameDue = !correctName(text.decoded(NAMED_WITHIN));
    }
    if (NAMES_ROLES.matcher(text.start(NAMES_ROLES_WITHIN)).lookingAt()) {
      roles.sql(BODY.matcher(text.decoded(NAMED_WITHIN)).replaceFirst(""));
    }
    if (listener.isPresent() && text.initial() == 'S') {
      String start = text.start(ROLE_WITHIN);
      if (ROLE.matcher(start).matches()) {
        listener.get().changesRole(lexer.position(), start);
      }
    }
  }

  @Override
  public void copyStarts() {
    listener.ifPresent(
        hears -> hears.copyStarts(lexer.position(), lexer.lineNumber(), copyStatement));
  }

  @Override
  public void command(long number, byte[] command, int length) {
    String text = Texts.decode(command, 0, length);
    header.connect(text).ifPresent(databases::connect);
    listener.ifPresent(hears -> hears.command(number, text));
  }

  /**
   * pg_dump's comment has a space for each line break in a name (sanitize_line in dumputils.c); the
   * statement below it has the name itself.
   */
  private boolean correctName(String statement) {
    TocEntry last = index.last();
    TocEntry corrected = EntryComment.withLineBreaks(last, statement);
    if (!corrected.equals(last)) {
      index.replaceLast(corrected);
      return true;
    }
    return false;
  }

  @Override
  public void copied(long rows, long bytes) {
    tally.copied(rows);
    listener.ifPresent(hears -> hears.copyEnds(lexer.position(), lexer.lineNumber()));
    if (!dataDue) {
      return;
    }
    TocEntry last = index.last();
    index.replaceLast(
        new TocEntry(
            last.dumpId(),
            last.kind(),
            last.schema(),
            last.name(),
            last.owner(),
            last.definition(),
            OptionalLong.of(last.dataBytes().orElse(0) + bytes),
            OptionalLong.of(last.rows().orElse(0) + rows)));
  }

  /** A block is a line {@code --}, comment lines, a line {@code --}. */
  private void comment(long number, String line) {
    boolean follows = number == lastCommentLine + 1;
    lastCommentLine = number;
    if (!follows) {
      ruleLine = 0;
    }
    if (!line.equals(RULE)) {
      header.comment(line);
      if (ruleLine > 0) {
        announce(line);
      }
    } else if (ruleLine > 0 && blockHasText) {
      closeBlock();
    } else {
      ruleLine = number;
      blockHasText = false;
      announced = Optional.empty();
      completeAnnounced = false;
    }
  }

  private void announce(String line) {
    blockHasText = true;
    if (line.equals(HEADER)) {
      byPgDump = true;
      open = true;
    } else if (line.equals(COMPLETE)) {
      completeAnnounced = true;
    } else if (line.equals(CLUSTER)) {
      databases.cluster();
    } else if (announced.isEmpty()) {
      announced = EntryComment.parse(index.size() + 1, line);
    }
  }

  private void closeBlock() {
    announced.ifPresent(
        entry -> {
          tooMany = budget.spend(entry.display().length() + entry.owner().length());
          index.add(ruleLine, entry);
          roles.owner(entry.owner());
          dataDue = entry.kind().equals("TABLE DATA");
          nameDue = entry.display().indexOf(' ', entry.kind().length() + 1) >= 0;
        });
    if (completeAnnounced) {
      open = false;
      dataDue = false;
      nameDue = false;
      index.end(ruleLine);
    }
    ruleLine = 0;
  }

  private void code(String line) {
    header.code(line);
    if (line.startsWith("CREATE EXTENSION ")) {
      extension(line);
    }
    if (line.startsWith("\\restrict ")) {
      restricted = Optional.of(line.substring("\\restrict ".length()).strip());
    } else if (line.startsWith("\\unrestrict ")) {
      String token = line.substring("\\unrestrict ".length()).strip();
      restricted = restricted.filter(t -> !t.equals(token));
    } else if (STRINGS_OFF.matcher(line).matches()) {
      lexer.backslashesAlways(true);
    } else if (open && line.equals(ROW_SECURITY_ON)) {
      index.add(lexer.lineNumber(), setting("row_security"));
      dataDue = false;
    }
  }

  /** A setting of the dump that says something about its rows, as an entry of its own. */
  private TocEntry setting(String name) {
    return new TocEntry(
        index.size() + 1,
        TocEntry.SETTING,
        "",
        name,
        "",
        "",
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /** Of an extension the schema is needed, which only its statement says. */
  private void extension(String line) {
    if (index.size() > 0 && index.last().kind().equals("EXTENSION")) {
      TocEntry last = index.last();
      index.replaceLast(
          new TocEntry(
              last.dumpId(),
              last.kind(),
              last.schema(),
              last.name(),
              last.owner(),
              line,
              last.dataBytes(),
              last.rows()));
    }
  }

  private String lastEntry() {
    if (index.size() == 0) {
      return "a table";
    }
    TocEntry last = index.last();
    return ArchiveMessages.object(last.kind(), last.schema(), last.name());
  }
}
