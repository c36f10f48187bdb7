package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.archive.NamedRoles;
import dev.restorebot.engine.archive.RoleDefinitions;
import dev.restorebot.engine.archive.SqlSummary;
import dev.restorebot.engine.archive.TableTag;
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
  private static final String ROW_SECURITY_ON = "SET row_security = on;";
  private static final Pattern INDEX = Pattern.compile("CREATE (?:UNIQUE )?INDEX ");
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
  private PlainHeader header = new PlainHeader();
  private final DumpBoundaries boundaries;
  private final NamedRoles roles = new NamedRoles();
  private final PlainSqlIndex index = new PlainSqlIndex();
  private final ArchiveMessages messages;
  private final TocBudget budget;
  private final SqlTally tally = new SqlTally();
  private final SqlTally elsewhere = new SqlTally();
  private final PgDumpRules rules = new PgDumpRules();
  private final DatabasesInFile databases;
  private final RoleDefinitions definitions = new RoleDefinitions();
  private final Optional<String> section;

  private Optional<DumpListener> listener = Optional.empty();
  private byte[] copyStatement = new byte[0];
  private boolean nameDue;
  private boolean tagDue;
  private long ruleLine;
  private long lastCommentLine;
  private boolean blockHasText;
  private Optional<TocEntry> announced = Optional.empty();
  private boolean completeAnnounced;

  /** Says whether the scanner is inside what was asked for: the whole file, or one section. */
  private boolean within;

  private DumpEncoding encoding = DumpEncoding.UTF8;
  private Optional<ArchiveHeader> sectionHeader = Optional.empty();
  private boolean dataDue;
  private Optional<Problem> tooMany = Optional.empty();
  private Optional<Problem> failure = Optional.empty();

  /**
   * Reads a dump.
   *
   * @param section the database that is wanted of a file of several; empty for the whole file
   */
  PlainSqlScanner(ArchiveMessages messages, Optional<String> section) {
    this.messages = messages;
    this.section = section;
    this.within = section.isEmpty();
    this.budget = new TocBudget(messages);
    this.databases = new DatabasesInFile(messages);
    this.boundaries = new DumpBoundaries(messages);
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
    return sectionHeader.orElseGet(header::toHeader);
  }

  boolean hasSections() {
    return section.isPresent();
  }

  int unfinishedCommand() {
    return lexer.unfinishedCommand();
  }

  /** The databases that can be restored from the file, as far as it was read. */
  List<String> databases() {
    return databases.restorable();
  }

  /** Returns whether the file is known to hold more than one database. */
  boolean hasSeveralDatabases() {
    return databases.areSeveral();
  }

  /** The roles that the part of a file about the server creates. */
  RoleDefinitions definitions() {
    return definitions;
  }

  /** Returns what the statements read so far create and commit. */
  SqlSummary summary() {
    return tally.summary(
        boundaries.isByPgDump()
            ? rules.foreign()
            : Optional.of("the file, which pg_dump did not write"));
  }

  /** Returns whether it is a backup of one database, as far as it was read. */
  Optional<Problem> severalDatabases() {
    return databases.problemSoFar();
  }

  /** The roles that were named so far, and those that the file itself creates for its databases. */
  List<NamedRole> roles() {
    return section.isPresent() ? definitions.withAll(roles.missing()) : roles.missing();
  }

  void accept(byte[] buffer, int off, int len) {
    lexer.accept(buffer, off, len);
    boundaries.accept(buffer, off, len);
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
    return tooMany.or(() -> failure).or(boundaries::cutOff);
  }

  /** The dump ended: is it whole? */
  Optional<Problem> finish() {
    lexer.finish();
    if (within && lexer.isInStatement()) {
      rules.unfinished();
    }
    if (within && section.isPresent()) {
      keepHeader();
    }
    return problemSoFar()
        .or(this::withinRows)
        .or(() -> boundaries.cutOffAtEnd(lexer.lineNumber(), lexer.isInQuote()))
        .or(this::wrongDatabase)
        .or(this::neverCommitted);
  }

  private Optional<Problem> withinRows() {
    return lexer.isInCopy()
        ? Optional.of(messages.truncated("in the middle of the rows of " + lastEntry()))
        : Optional.empty();
  }

  private Optional<Problem> wrongDatabase() {
    if (section.isEmpty() || databases.restorable().isEmpty()) {
      return databases.problem();
    }
    return section.filter(wanted -> sectionHeader.isEmpty()).map(databases::without);
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
      comment(number, encoding.read(line, 0, length));
    } else {
      code(number, encoding.read(line, 0, length));
    }
  }

  @Override
  public void statement(StatementText text, boolean copyFromStdin) {
    if (copyFromStdin) {
      copyStatement = text.isWhole() ? text.bytes() : new byte[0];
    }
    if (databases.isCluster() && databases.isBeforeTheFirst()) {
      definitions.statement(encoding.shared(text.decoded(NAMED_WITHIN, encoding)));
    }
    SqlTally counted = within ? tally : elsewhere;
    if (counted.statement(text, lexer.lineNumber()) || copyFromStdin) {
      databases.fill();
    }
    if (!within) {
      return;
    }
    rules.statement(text, copyFromStdin, lexer.lineNumber());
    if (tagDue) {
      tagDue = false;
      index.replaceLast(
          EntryComment.withTable(index.last(), text.decoded(TableTag.WITHIN, encoding)));
    }
    if (nameDue) {
      nameDue = !correctName(text.decoded(NAMED_WITHIN, encoding));
    }
    if (NAMES_ROLES.matcher(text.start(NAMES_ROLES_WITHIN)).lookingAt()) {
      roles.sql(BODY.matcher(text.decoded(NAMED_WITHIN, encoding)).replaceFirst(""));
    }
    wanted()
        .ifPresent(
            hears -> hears.statementEnds(lexer.position(), lexer.lineNumber(), copyFromStdin));
    if (listener.isPresent() && text.initial() == 'S') {
      String start = text.start(ROLE_WITHIN);
      if (ROLE.matcher(start).matches()) {
        listener.get().changesRole(lexer.position(), start);
      }
    }
  }

  @Override
  public void copyStarts() {
    wanted()
        .ifPresent(hears -> hears.copyStarts(lexer.position(), lexer.lineNumber(), copyStatement));
  }

  @Override
  public void command(long number, byte[] command, int length) {
    String text = encoding.shared(encoding.read(command, 0, length));
    boundaries.command(text, number);
    header.connect(text).ifPresent(database -> connect(number, database));
    if (within) {
      rules.command(text, number);
    }
    wanted()
        .ifPresent(hears -> hears.command(lexer.commandStart(), lexer.position(), number, text));
  }

  private void connect(long number, String database) {
    databases.connect(database);
    if (section.isEmpty()) {
      return;
    }
    boolean isWanted = section.get().equals(database);
    if (within && !isWanted) {
      leaveSection(lexer.commandStart(), number);
    } else if (!within && isWanted) {
      within = true;
      listener.ifPresent(hears -> hears.sectionStarts(lexer.position(), number + 1));
    }
  }

  private void leaveSection(long position, long line) {
    within = false;
    keepHeader();
    listener.ifPresent(hears -> hears.sectionEnds(position, line));
  }

  /** The header of the section is the one of the dump that it is in, with its own database. */
  private void keepHeader() {
    sectionHeader = sectionHeader.or(() -> Optional.of(header.toHeader(section.get())));
  }

  /** Returns the listener while the scanner is inside what was asked for. */
  private Optional<DumpListener> wanted() {
    return within ? listener : Optional.empty();
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
    if (!within) {
      return;
    }
    listener.ifPresent(hears -> hears.copyEnds(lexer.position(), lexer.lineNumber()));
    if (!dataDue) {
      tally.copiedBesides(rows, lexer.lineNumber());
      return;
    }
    tally.copied(rows);
    TocEntry last = index.last();
    index.replaceLast(
        new TocEntry(
            last.dumpId(),
            last.kind(),
            last.schema(),
            last.name(),
            last.owner(),
            last.tablespace(),
            last.definition(),
            OptionalLong.of(last.dataBytes().orElse(0) + bytes),
            OptionalLong.of(last.rows().orElse(0) + rows)));
  }

  @Override
  public void quotedHeader(long number) {
    boundaries.headerInQuote(number);
  }

  @Override
  public void copiedHeader(long number) {
    boundaries.headerInRows(number, lastEntry());
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
      // without its rule when a dump that was cut off within a line comes before it
      if (ruleLine > 0 || (boundaries.isByPgDump() && line.equals(DumpBoundaries.HEADER))) {
        announce(number, line);
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

  private void announce(long number, String line) {
    blockHasText = true;
    switch (line) {
      case DumpBoundaries.HEADER -> {
        if (!within) {
          header = new PlainHeader();
        }
        boundaries.begin(number);
      }
      case DumpBoundaries.COMPLETE -> {
        completeAnnounced = true;
        boundaries.complete();
      }
      case DumpBoundaries.CLUSTER -> {
        databases.cluster();
        boundaries.beginCluster(number);
      }
      case DumpBoundaries.CLUSTER_COMPLETE -> boundaries.completeCluster();
      default -> announced = announced.or(() -> EntryComment.parse(index.size() + 1, line));
    }
  }

  private void closeBlock() {
    announced
        .filter(entry -> within)
        .ifPresent(
            entry -> {
              tooMany = budget.spend(entry.display().length() + entry.owner().length());
              index.add(ruleLine, entry);
              roles.owner(entry.owner());
              dataDue = entry.kind().equals("TABLE DATA");
              tagDue = TableTag.isOn(entry.kind());
              nameDue = entry.display().indexOf(' ', entry.kind().length() + 1) >= 0;
            });
    if (completeAnnounced) {
      dataDue = false;
      nameDue = false;
      tagDue = false;
      index.end(ruleLine);
      if (within && section.isPresent()) {
        leaveSection(lexer.position(), lexer.lineNumber() + 1);
      }
      if (section.isPresent()) {
        header = new PlainHeader();
      }
    }
    ruleLine = 0;
  }

  private void code(long number, String line) {
    failure =
        failure.or(() -> PgDumpError.in(line).map(error -> messages.dumpFailed(number, error)));
    header.code(encoding.shared(line));
    if (line.startsWith("SET client_encoding ")) {
      encoding = DumpEncoding.setBy(line).orElse(DumpEncoding.UTF8);
      roles.encoding(encoding);
    }
    if (within && line.startsWith("CREATE EXTENSION ")) {
      define("EXTENSION", line);
    } else if (within && INDEX.matcher(line).lookingAt()) {
      tooMany = budget.spend(line.length());
      define("INDEX", line);
    }
    if (STRINGS_OFF.matcher(line).matches()) {
      lexer.backslashesAlways(true);
    } else if (within && boundaries.isOpen() && line.equals(ROW_SECURITY_ON)) {
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
        "",
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /** The schema of an extension and the table of an index are said by their statements only. */
  private void define(String kind, String line) {
    if (index.size() > 0 && index.last().kind().equals(kind)) {
      TocEntry last = index.last();
      index.replaceLast(
          new TocEntry(
              last.dumpId(),
              last.kind(),
              last.schema(),
              last.name(),
              last.owner(),
              last.tablespace(),
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
