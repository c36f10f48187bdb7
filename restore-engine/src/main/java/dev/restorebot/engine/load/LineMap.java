package dev.restorebot.engine.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * Maps a line of psql's input to the line of the dump, where lines were added or left out. Lines
 * count from 1. Grows with the changes only. Thread-safe.
 */
final class LineMap {
  /** From this line of the input on: the difference to the dump's, or a fixed line of the dump. */
  private record Part(long difference, long fixedAt, boolean inserted) {}

  private final TreeMap<Long, Part> parts = new TreeMap<>();
  private long difference;

  /** A dump with that many lines before it. */
  LineMap(long before) {
    difference = before;
    parts.put(1L, new Part(before, 0, true));
    parts.put(before + 1, new Part(before, 0, false));
  }

  /**
   * Adds lines that mean nothing to the dump, above a line of it.
   *
   * @return the input's number of the first of them
   */
  synchronized long insert(long dumpLine, int count) {
    return add(dumpLine, count, new Part(0, dumpLine - 1, true));
  }

  /** Adds lines that repeat what is above a line of the dump. */
  synchronized void repeat(long dumpLine, int count) {
    add(dumpLine, count, new Part(0, dumpLine - 1, false));
  }

  /** Leaves out the dump's lines from one to before another. */
  synchronized void drop(long from, long to) {
    difference -= to - from;
    parts.put(to + difference, new Part(difference, 0, false));
  }

  synchronized long dumpLine(long inputLine) {
    Map.Entry<Long, Part> part = parts.floorEntry(Math.max(1, inputLine));
    long fixed = part.getValue().fixedAt();
    return fixed > 0 ? fixed : inputLine - part.getValue().difference();
  }

  /** Returns whether that line of the input was added and means nothing to the dump. */
  synchronized boolean isInserted(long inputLine) {
    return parts.floorEntry(Math.max(1, inputLine)).getValue().inserted();
  }

  private long add(long dumpLine, int count, Part part) {
    long first = dumpLine + difference;
    difference += count;
    parts.put(first, part);
    parts.put(first + count, new Part(difference, 0, false));
    return first;
  }
}
