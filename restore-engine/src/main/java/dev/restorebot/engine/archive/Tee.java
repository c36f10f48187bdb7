package dev.restorebot.engine.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Passes the bytes of a dump on to a thread that stores them, while another one reads and checks
 * them.
 *
 * <p>Memory is bounded: the reading thread waits where the storing one is slower, or has not begun.
 * Nothing of this fails the reading: what cannot be stored is abandoned, and then nobody waits any
 * more. Used for one dump. Thread-safe.
 */
public final class Tee {
  /** Bytes that wait to be stored. */
  private static final int MOST = 1 << 20;

  /** Bytes that wait until the head is known: a table of contents that is larger is not stored. */
  private static final int MOST_OF_HEAD = 32 << 20;

  private enum State {
    /** The head is being read. */
    HEAD,
    /** The dump is wanted, and being read. */
    WANTED,
    /** It was read to its end; not all of it is stored yet. */
    READ,
    STORED,
    ABANDONED
  }

  /**
   * Memory of a piece beside its bytes, about; counted, since a dump may come in pieces of one
   * byte.
   */
  private static final int OF_A_PIECE = 64;

  private final Predicate<BackupArchive> wanted;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> waiting = new ArrayDeque<>();

  /** In memory. */
  private int bytesWaiting;

  private State state = State.HEAD;
  private Optional<String> sha256 = Optional.empty();

  /**
   * Passes a dump on if it is wanted.
   *
   * @param wanted decides by the backup's head: its format, its header and what lies around it;
   *     called once at most, by the thread that reads
   */
  public Tee(Predicate<BackupArchive> wanted) {
    this.wanted = wanted;
  }

  /** Returns one that passes nothing on. */
  public static Tee none() {
    Tee none = new Tee(head -> false);
    none.abandon();
    return none;
  }

  /** Returns a view of the dump that passes on what is read of it. */
  public PeekInput copying(PeekInput dump) {
    return is(State.ABANDONED) ? dump : new PeekInput(new Copying(dump));
  }

  /**
   * Decides whether the dump is wanted, now that its head is known.
   *
   * @return whether it is
   */
  public boolean head(BackupArchive head) {
    if (!is(State.HEAD)) {
      return false;
    }
    if (!wanted.test(head)) {
      abandon();
      return false;
    }
    return become(State.HEAD, State.WANTED);
  }

  /**
   * The dump was read to its end, and nothing is wrong with it. Waits until it is stored, or
   * abandoned.
   *
   * @param sha of the backup as stored, whose bytes these are
   */
  public void end(String sha) {
    lock.lock();
    try {
      if (state == State.WANTED) {
        sha256 = Optional.of(sha);
        become(State.WANTED, State.READ);
      }
      while (state == State.READ) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    abandon();
  }

  /** Passes nothing on any more, unless all of it is stored already. Nobody waits after this. */
  public void abandon() {
    lock.lock();
    try {
      if (state != State.STORED) {
        state = State.ABANDONED;
        waiting.clear();
        bytesWaiting = 0;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether there is something to store that is not stored yet. */
  public boolean isWanted() {
    return is(State.WANTED) || is(State.READ);
  }

  /**
   * Returns the dump for the thread that stores it. Reading fails when it is abandoned; closing it
   * before its end abandons it.
   */
  public InputStream content() {
    return new Content();
  }

  /** All of {@link #content} is stored. */
  public void stored() {
    become(State.READ, State.STORED);
  }

  /** Returns the SHA-256 of the backup whose dump is stored; empty while it is not. */
  public Optional<String> storedSha256() {
    lock.lock();
    try {
      return state == State.STORED ? sha256 : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private boolean is(State asked) {
    lock.lock();
    try {
      return state == asked;
    } finally {
      lock.unlock();
    }
  }

  private boolean become(State from, State to) {
    lock.lock();
    try {
      if (state != from) {
        return false;
      }
      state = to;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void pass(byte[] bytes, int off, int len) {
    lock.lock();
    try {
      if (state == State.HEAD && bytesWaiting > MOST_OF_HEAD) {
        abandon();
      }
      while (state == State.WANTED && bytesWaiting >= MOST) {
        changed.awaitUninterruptibly();
      }
      if (state == State.HEAD || state == State.WANTED) {
        waiting.add(Arrays.copyOfRange(bytes, off, off + len));
        bytesWaiting += len + OF_A_PIECE;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The dump on its way to the thread that checks it. */
  private final class Copying extends FilterInputStream {
    Copying(InputStream dump) {
      super(dump);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int off, int len) throws IOException {
      int n = in.read(target, off, len);
      if (n > 0) {
        pass(target, off, n);
      }
      return n;
    }

    /** Passes on what it skips. */
    @Override
    public long skip(long count) throws IOException {
      byte[] skipped = new byte[(int) Math.min(Math.max(0, count), PeekInput.CAPACITY)];
      return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  /** Reads the pieces that wait to be stored, in their order. */
  private final class Content extends BlockInput {
    private byte[] piece = new byte[0];
    private int at;

    @Override
    public int read(byte[] target, int off, int len) throws IOException {
      if (len == 0) {
        return 0;
      }
      if (at == piece.length && !next()) {
        return -1;
      }
      int n = Math.min(len, piece.length - at);
      System.arraycopy(piece, at, target, off, n);
      at += n;
      return n;
    }

    private boolean next() throws IOException {
      lock.lock();
      try {
        while (state == State.WANTED && waiting.isEmpty()) {
          changed.awaitUninterruptibly();
        }
        if (state == State.ABANDONED) {
          throw new IOException("the backup was not read to its end");
        }
        if (waiting.isEmpty()) {
          return false;
        }
        piece = waiting.remove();
        at = 0;
        bytesWaiting -= piece.length + OF_A_PIECE;
        changed.signalAll();
        return true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (state == State.WANTED || !waiting.isEmpty()) {
          abandon();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
