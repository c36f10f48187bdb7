package dev.restorebot.engine.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.restorebot.engine.archive.plain.DumpListener;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.sandbox.PausingInput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * A plain dump on its way to psql.
 *
 * <p>Where a COPY fails, psql takes its rows for commands. So each COPY is tried without rows
 * first, and its rows go on only if it was accepted:
 *
 * <pre>
 * COPY public.t (a) FROM stdin;      as it stands in the dump
 * \.                                 psql before 17: an error here if the COPY failed
 * \restore_bot                       no command of psql: its error says that the answer is there
 * COPY public.t (a) FROM stdin;      again, and then the rows; or neither
 * </pre>
 *
 * <p>Without owners, a role that the dump takes on is left again at once, as pg_restore's {@code
 * --no-owner} does. Of a file of several databases only the wanted one goes on, without the {@code
 * \\connect} before it. Everything else goes on unchanged. Memory does not depend on the dump.
 */
final class PsqlFeed extends PausingInput {
  private static final int CHUNK = 1 << 16;
  private static final int MOST_COMMANDS = 10_000;
  private static final String TRIAL = "\\.\n\\restore_bot\n";
  private static final byte[] LEAVE =
      " SET SESSION AUTHORIZATION DEFAULT; RESET ROLE;".getBytes(ISO_8859_1);

  /**
   * The time between two checks, and their number in a row, after which an idle psql is given up.
   */
  private static final long PATIENCE_MILLIS = 2_000;

  private static final int PATIENCE = 3;

  /** A place in the dump at which something is done. */
  private record Stop(long position, Runnable action) {}

  private final IndexedDump dump;
  private final boolean withoutOwners;
  private final LongConsumer lineReached;
  private final BooleanSupplier serverIsIdle;
  private final LineMap lines;
  private final Map<Long, String> commands = new HashMap<>();
  private final Deque<Stop> stops = new ArrayDeque<>();
  private final List<byte[]> ready = new ArrayList<>();
  private final byte[] chunk = new byte[CHUNK];
  private final Answer answer = new Answer();
  private int chunkAt;
  private int chunkEnd;

  /** The bytes at the end of the chunk of which the dump does not know yet if they are wanted. */
  private int undecided;

  private long position;
  private byte[] current;
  private int currentAt;
  private boolean dropping;
  private long droppedFrom;
  private Runnable afterAnswer;
  private boolean ended;

  /**
   * psql did not answer: it reads the dump otherwise than the lexer does, so it is asked no more.
   */
  private boolean unheard;

  /**
   * Feeds a psql.
   *
   * @param prefix whole lines that come first
   * @param withoutOwners whether to leave the roles that the dump takes on
   * @param lineReached hears which line of the dump was passed on
   * @param serverIsIdle whether psql's session waits for psql, asked when no answer comes
   */
  PsqlFeed(
      IndexedDump dump,
      String prefix,
      boolean withoutOwners,
      LongConsumer lineReached,
      BooleanSupplier serverIsIdle) {
    this.dump = dump;
    this.withoutOwners = withoutOwners;
    this.lineReached = lineReached;
    this.serverIsIdle = serverIsIdle;
    this.lines = new LineMap(prefix.lines().count());
    this.current = prefix.getBytes(ISO_8859_1);
    this.dropping = dump.hasSections();
    this.droppedFrom = 1;
    dump.listener(new Listener());
  }

  /** The line of the dump that psql means by a line of its input. */
  long dumpLine(long inputLine) {
    return lines.dumpLine(inputLine);
  }

  /** The command of psql in that line of its input, if the dump has one there. */
  Optional<String> command(long inputLine) {
    synchronized (commands) {
      return Optional.ofNullable(commands.get(dumpLine(inputLine)));
    }
  }

  /** psql reported an error in that line of its input. Whether the line is this feed's own. */
  boolean refused(long inputLine) {
    return answer.refused(inputLine) || lines.isInserted(inputLine);
  }

  /** The server refused the statement that ends in that line of psql's input. */
  void serverRefused(long inputLine) {
    answer.serverRefused(inputLine);
  }

  @Override
  public boolean isPausing() {
    return afterAnswer != null && available() == 0;
  }

  /** Returns the number of bytes that can be read without reading the dump or waiting. */
  @Override
  public int available() {
    return current.length - currentAt + ready.stream().mapToInt(piece -> piece.length).sum();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (currentAt == current.length) {
      if (!ready.isEmpty()) {
        current = ready.remove(0);
        currentAt = 0;
      } else if (!advance()) {
        return -1;
      }
    }
    int count = Math.min(length, current.length - currentAt);
    System.arraycopy(current, currentAt, target, offset, count);
    currentAt += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    answer.giveUp();
    dump.close();
  }

  /** Makes the next bytes, if any; false at the end. */
  private boolean advance() throws IOException {
    if (afterAnswer != null) {
      Runnable next = afterAnswer;
      unheard |= !answer.await(serverIsIdle);
      afterAnswer = null;
      next.run();
      return true;
    }
    if (chunkAt == chunkEnd - undecided && stops.isEmpty()) {
      if (ended) {
        return false;
      }
      System.arraycopy(chunk, chunkAt, chunk, 0, undecided);
      int count = dump.read(chunk, undecided, CHUNK - undecided);
      ended = count < 0;
      chunkAt = 0;
      chunkEnd = undecided + Math.max(0, count);
      undecided = ended ? 0 : dump.undecided();
      lineReached.accept(dump.lineNumber());
      return chunkEnd > 0;
    }
    Optional<Stop> stop = Optional.ofNullable(stops.peek());
    long until = stop.map(Stop::position).orElse(position + chunkEnd - undecided - chunkAt);
    pass((int) (until - position));
    if (stop.isPresent()) {
      stops.remove().action().run();
    }
    return true;
  }

  private void pass(int count) {
    if (count > 0 && !dropping) {
      ready.add(Arrays.copyOfRange(chunk, chunkAt, chunkAt + count));
    }
    chunkAt += count;
    position += count;
  }

  /** The COPY at the end of what was passed on was a trial: sees how it went. */
  private void ask(long line, byte[] statement) {
    if (unheard) {
      return;
    }
    ready.add(TRIAL.getBytes(ISO_8859_1));
    long first = lines.insert(line, 2);
    answer.expect(first, first + 1);
    afterAnswer = () -> decide(line, statement);
  }

  private void decide(long line, byte[] statement) {
    if (answer.isNo()) {
      dropping = true;
      droppedFrom = line;
    } else {
      byte[] again = Arrays.copyOf(statement, statement.length + 1);
      again[statement.length] = '\n';
      ready.add(again);
      lines.repeat(
          line, (int) new String(again, ISO_8859_1).chars().filter(c -> c == '\n').count());
    }
  }

  private final class Listener implements DumpListener {
    @Override
    public void copyStarts(long at, long line, byte[] statement) {
      if (canBeTried(statement)) {
        stops.add(new Stop(at, () -> ask(line, statement)));
      }
    }

    @Override
    public void copyEnds(long at, long line) {
      stops.add(new Stop(at, () -> resume(line)));
    }

    @Override
    public void statementEnds(long at, long line, boolean copies) {
      // psql finds the ends of statements itself
    }

    @Override
    public void changesRole(long at, String statement) {
      if (withoutOwners) {
        stops.add(new Stop(at, () -> ready.add(LEAVE)));
      }
    }

    @Override
    public void sectionStarts(long at, long line) {
      stops.add(new Stop(at, () -> resume(line)));
    }

    @Override
    public void sectionEnds(long at, long line) {
      stops.add(
          new Stop(
              at,
              () -> {
                dropping = true;
                droppedFrom = line;
              }));
    }

    @Override
    public void command(long start, long end, long line, String command) {
      synchronized (commands) {
        if (commands.size() < MOST_COMMANDS) {
          commands.put(line, command);
        }
      }
    }

    private void resume(long line) {
      if (dropping) {
        dropping = false;
        lines.drop(droppedFrom, line);
      }
    }
  }

  /** A COPY that may refuse to have no rows is not tried. */
  private static boolean canBeTried(byte[] statement) {
    String text = new String(statement, ISO_8859_1).toLowerCase(Locale.ROOT);
    return statement.length > 0 && !text.contains("binary") && !text.contains("header");
  }

  /** psql's answer to a trial. */
  private static final class Answer {
    private long trial = -1;
    private long end = -1;
    private boolean no;
    private boolean givenUp;
    private CountDownLatch here = new CountDownLatch(1);

    synchronized void expect(long trialLine, long endLine) {
      trial = trialLine;
      end = endLine;
      no = false;
      here = new CountDownLatch(givenUp ? 0 : 1);
    }

    synchronized boolean refused(long line) {
      no |= line == trial;
      if (line == end) {
        here.countDown();
      }
      return line == trial || line == end;
    }

    /** The COPY ends in the line above; psql 17 reads the end mark after it without a word. */
    synchronized void serverRefused(long line) {
      no |= line == trial - 1;
    }

    synchronized boolean isNo() {
      return no;
    }

    synchronized void giveUp() {
      givenUp = true;
      here.countDown();
    }

    /**
     * Waits for it. When psql does nothing and says nothing, it has read the trial as something
     * else: then there is nothing to wait for.
     *
     * @return whether it came
     */
    boolean await(BooleanSupplier serverIsIdle) throws IOException {
      CountDownLatch awaited = awaited();
      int idle = 0;
      try {
        while (!awaited.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
          idle = serverIsIdle.getAsBoolean() ? idle + 1 : 0;
          if (idle == PATIENCE) {
            return false;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while psql was asked", e);
      }
      checkOpen();
      return true;
    }

    private synchronized CountDownLatch awaited() {
      return here;
    }

    private synchronized void checkOpen() throws IOException {
      if (givenUp) {
        throw new IOException("closed");
      }
    }
  }
}
