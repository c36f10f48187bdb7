package dev.restorebot.engine.verify.uploads;

/** Hashes with sixteen marks each, in open addressing: up to five million of them. */
final class PathTable {
  private static final int MOST = 5_000_000;
  private static final int FIRST = 1 << 10;

  private long[] keys = new long[FIRST];
  private char[] marks = new char[FIRST];
  private final int[] counts = new int[Character.SIZE];
  private int size;

  /** Adds a key that may be there already; false when the table is full. */
  boolean add(long key) {
    int at = place(key);
    if (keys[at] != 0) {
      return true;
    }
    if (size == MOST) {
      return false;
    }
    keys[at] = stored(key);
    size++;
    if (size * 2 > keys.length) {
      grow();
    }
    return true;
  }

  int size() {
    return size;
  }

  boolean has(long key) {
    return keys[place(key)] != 0;
  }

  /** Puts a mark on a key, if it is there. */
  void mark(long key, int bit) {
    int at = place(key);
    if (keys[at] != 0 && (marks[at] & bit) == 0) {
      marks[at] |= (char) bit;
      counts[Integer.numberOfTrailingZeros(bit)]++;
    }
  }

  boolean isMarked(long key, int bit) {
    int at = place(key);
    return keys[at] != 0 && (marks[at] & bit) != 0;
  }

  /** Returns the number of keys with that mark. */
  int count(int bit) {
    return counts[Integer.numberOfTrailingZeros(bit)];
  }

  /** 0 stands for an empty place. */
  private static long stored(long key) {
    return key == 0 ? 1 : key;
  }

  private int place(long key) {
    int mask = keys.length - 1;
    int at = (int) key & mask;
    while (keys[at] != 0 && keys[at] != stored(key)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    char[] oldMarks = marks;
    keys = new long[oldKeys.length * 2];
    marks = new char[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        marks[at] = oldMarks[i];
      }
    }
  }
}
