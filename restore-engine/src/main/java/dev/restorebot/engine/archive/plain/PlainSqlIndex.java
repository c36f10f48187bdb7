package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.TocEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Maps a line of a plain dump to the object it belongs to, so that {@code psql:<stdin>:123: ERROR}
 * can be reported as an error of that object.
 *
 * <p>Lines count from 1, as psql counts them: rows of COPY data are lines, too. An object's lines
 * start with the {@code --} above its {@code -- Name: …} and end where the next object's start;
 * lines before the first and after the last belong to none. Costs 8 bytes an object, besides its
 * entry. Thread-safe: it may be asked while it is still growing.
 */
public final class PlainSqlIndex {
  private final List<TocEntry> entries = new ArrayList<>();
  private long[] starts = new long[64];
  private long end = Long.MAX_VALUE;

  PlainSqlIndex() {}

  /** The object that a line, counted from 1, belongs to. */
  public synchronized Optional<TocEntry> entryAtLine(long line) {
    int found = Arrays.binarySearch(starts, 0, entries.size(), line);
    int at = found >= 0 ? found : -found - 2;
    return at < 0 || line >= end ? Optional.empty() : Optional.of(entries.get(at));
  }

  /** The objects seen so far, in the dump's order. */
  public synchronized List<TocEntry> entries() {
    return List.copyOf(entries);
  }

  synchronized void add(long startLine, TocEntry entry) {
    int size = entries.size();
    end = Long.MAX_VALUE;
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
    }
    starts[size] = startLine;
    entries.add(entry);
  }

  /** Exchanges the newest entry for one that says more. */
  synchronized void replaceLast(TocEntry entry) {
    entries.set(entries.size() - 1, entry);
  }

  /** The dump's own end mark lies here. */
  synchronized void end(long line) {
    end = line;
  }

  synchronized int size() {
    return entries.size();
  }

  synchronized TocEntry last() {
    return entries.get(entries.size() - 1);
  }
}
