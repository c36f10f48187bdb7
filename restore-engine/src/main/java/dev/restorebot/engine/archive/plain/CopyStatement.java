package dev.restorebot.engine.archive.plain;

import java.util.Locale;

/** Watches the code of statements for {@code COPY … FROM stdin …;}, after which data follows. */
final class CopyStatement {
  private static final int WORD = 8;

  private enum Phase {
    /** Between statements. */
    FRESH,
    FIRST_WORD,
    COPY,
    OTHER
  }

  private final StringBuilder word = new StringBuilder(WORD);
  private Phase phase = Phase.FRESH;
  private boolean from;
  private boolean stdin;
  private boolean ready;

  /** Returns whether it wants to see the next byte of code. */
  boolean isWatching() {
    return phase != Phase.OTHER;
  }

  /** Returns whether nothing of a statement was seen since the last one ended. */
  boolean isFresh() {
    return phase == Phase.FRESH;
  }

  /** The next byte of code; bytes of quotes and comments are not code. */
  void accept(byte b) {
    char c = (char) (b & 0xff);
    switch (phase) {
      case FRESH -> {
        if (isLetter(c)) {
          phase = Phase.FIRST_WORD;
          add(c);
        } else if (c > ' ' && c != '-' && c != '/' && c != '*' && c != ';' && c != '\\') {
          phase = Phase.OTHER;
        }
      }
      case FIRST_WORD -> {
        if (isLetter(c)) {
          add(c);
        } else {
          phase = take().equals("copy") ? Phase.COPY : Phase.OTHER;
        }
      }
      case COPY -> {
        if (isLetter(c)) {
          add(c);
        } else if (word.length() > 0) {
          String last = take();
          stdin |= from && last.equals("stdin");
          from = last.equals("from");
        }
      }
      default -> {
        // nothing is looked for
      }
    }
  }

  /** A semicolon in the code: the statement is complete. Whether its data follow. */
  boolean end() {
    boolean copies = phase == Phase.COPY && stdin;
    ready |= copies;
    phase = Phase.FRESH;
    from = false;
    stdin = false;
    word.setLength(0);
    return copies;
  }

  /** Returns whether data starts on the next line. Asked once. */
  boolean takeReady() {
    boolean was = ready;
    ready = false;
    return was;
  }

  private void add(char c) {
    if (word.length() < WORD) {
      word.append(c);
    }
  }

  private String take() {
    String taken = word.toString().toLowerCase(Locale.ROOT);
    word.setLength(0);
    return taken;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
