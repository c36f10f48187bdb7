package dev.restorebot.engine.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.archive.plain.DumpListener;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Takes a plain dump of pg_dump apart, statement by statement and COPY by COPY, as psql does.
 * Commands of psql are passed over. Memory depends on the longest statement only.
 */
final class PlainFeed {
  private static final int CHUNK = 1 << 16;
  private static final int LONGEST_STATEMENT = 64 << 20;

  /** The longest end mark of COPY data: backslash, dot, line feed. */
  private static final int END_MARK = 3;

  /** A place in the dump at which something is done. */
  private record Stop(long position, Action action) {}

  private interface Action {
    void run() throws IOException;
  }

  private final IndexedDump dump;
  private final PlainTarget target;
  private final boolean withoutOwners;
  private DumpEncoding encoding;
  private final Deque<Stop> stops = new ArrayDeque<>();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private Optional<PlainTarget.Rows> rows = Optional.empty();
  private boolean dropping;
  private boolean leavesRole;

  /**
   * Sends a dump.
   *
   * @param encoding of its texts, until it sets another
   * @param withoutOwners whether to leave the roles that the dump takes on
   */
  PlainFeed(IndexedDump dump, PlainTarget target, DumpEncoding encoding, boolean withoutOwners) {
    this.dump = dump;
    this.target = target;
    this.encoding = encoding;
    this.withoutOwners = withoutOwners;
    this.dropping = dump.hasSections();
    dump.listener(new Listener());
  }

  /**
   * Sends all of it.
   *
   * @throws IOException when it cannot be read or loaded here, or the session is lost
   */
  void run() throws IOException {
    byte[] chunk = new byte[CHUNK];
    long start = 0;
    for (int n = dump.read(chunk, 0, CHUNK);
        n >= 0 && !target.isLost();
        n = dump.read(chunk, 0, CHUNK)) {
      int at = 0;
      for (Stop stop = stops.poll(); stop != null && !target.isLost(); stop = stops.poll()) {
        int until = (int) (stop.position() - start);
        take(chunk, at, until - at);
        at = until;
        stop.action().run();
      }
      take(chunk, at, n - at);
      start += n;
      target.reached(dump.lineNumber());
    }
    if (rows.isPresent() && !target.isLost()) {
      throw new EOFException("the dump ended within rows");
    }
    target.finish();
    statement(dump.lineNumber()); // psql, too, sends what no semicolon ends
    target.finish();
  }

  private void take(byte[] chunk, int from, int length) throws IOException {
    if (length <= 0 || dropping) {
      return;
    }
    if (rows.isEmpty() && pending.size() > LONGEST_STATEMENT) {
      throw unknown("a statement of more than " + (LONGEST_STATEMENT >> 20) + " MB");
    }
    pending.write(chunk, from, length);
    if (rows.isPresent() && pending.size() > CHUNK) {
      byte[] all = pending.toByteArray();
      rows.get().write(all, 0, all.length - END_MARK);
      pending.reset();
      pending.write(all, all.length - END_MARK, END_MARK);
    }
  }

  private void statement(long line) throws IOException {
    String sql = decoded(pending.toByteArray());
    pending.reset();
    String statement = sql.substring(SqlStart.of(sql));
    if (dropping || statement.isEmpty()) {
      return;
    }
    Optional<DumpEncoding> next = DumpEncoding.setBy(statement);
    if (next.isPresent()) {
      encoding = next.get();
      return;
    }
    target.execute(line, statement);
    if (leavesRole) {
      leavesRole = false;
      target.execute(line, "SET SESSION AUTHORIZATION DEFAULT");
      target.execute(line, "RESET ROLE");
    }
  }

  private String decoded(byte[] text) throws IOException {
    try {
      return encoding.decode(text);
    } catch (CharacterCodingException e) {
      throw unknown("text that is not in its encoding, " + encoding.name());
    }
  }

  private static IOException unknown(String what) {
    ProblemException problem = NeedsClientTools.problem(what).exception();
    return new IOException(problem.getMessage(), problem);
  }

  private final class Listener implements DumpListener {
    @Override
    public void statementEnds(long at, long line, boolean copies) {
      if (!copies) {
        stops.add(new Stop(at, () -> statement(line)));
      }
    }

    @Override
    public void copyStarts(long at, long line, byte[] statement) {
      stops.add(
          new Stop(
              at,
              () -> {
                pending.reset();
                rows = Optional.of(target.copy(encoding.copy(decoded(statement))));
              }));
    }

    @Override
    public void copyEnds(long at, long line) {
      stops.add(
          new Stop(
              at,
              () -> {
                byte[] last = pending.toByteArray();
                pending.reset();
                rows.get().write(last, 0, withoutEndMark(last));
                rows.get().end(line - 1);
                rows = Optional.empty();
              }));
    }

    @Override
    public void changesRole(long at, String statement) {
      if (withoutOwners) {
        Stop whole = stops.removeLast();
        stops.add(new Stop(whole.position(), () -> leavesRole = true));
        stops.add(whole);
      }
    }

    @Override
    public void sectionStarts(long at, long line) {
      stops.add(new Stop(at, () -> drop(false)));
    }

    @Override
    public void sectionEnds(long at, long line) {
      stops.add(new Stop(at, () -> drop(true)));
    }

    @Override
    public void command(long start, long end, long line, String command) {
      stops.add(new Stop(end, () -> forget((int) (end - start))));
    }

    /** Forgets a command; the text before it stays, as psql sends it with the following text. */
    private void forget(int last) {
      byte[] all = pending.toByteArray();
      pending.reset();
      pending.write(all, 0, Math.max(0, all.length - last));
    }

    private void drop(boolean drop) {
      dropping = drop;
      pending.reset();
    }
  }

  private static int withoutEndMark(byte[] rows) {
    String end =
        new String(
            rows, Math.max(0, rows.length - END_MARK), Math.min(END_MARK, rows.length), ISO_8859_1);
    return rows.length - (end.endsWith("\n") ? END_MARK : END_MARK - 1);
  }
}
