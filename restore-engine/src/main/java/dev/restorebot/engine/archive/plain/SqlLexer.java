package dev.restorebot.engine.archive.plain;

/**
 * Tells, byte by byte and in constant memory, what of a stream of SQL is code, what is quoted, and
 * what is COPY data; hands the few lines that matter to a {@link Listener}.
 *
 * <p>Follows psql (psqlscan.l and copy.c in PostgreSQL): strings with doubled quotes, {@code E''}
 * strings with backslashes, {@code $tag$} quotes, nested block comments, backslash commands, and
 * COPY … FROM stdin whose data ends with a line {@code \.}; a semicolon in parentheses or in the
 * body of an SQL function ({@code BEGIN ATOMIC … END}) ends no statement.
 */
final class SqlLexer {
  /** Hears of what it is made for. */
  interface Listener {
    /**
     * A line that starts with {@code --}, a backslash or the first letter of a statement that names
     * roles or settings ({@code SET}, {@code CREATE}, {@code ALTER}, {@code GRANT}, {@code REVOKE})
     * or of {@code pg_dump}, outside of any quote; without its line end, and cut off after {@link
     * #KEPT} bytes.
     */
    void line(long number, byte[] line, int length);

    /**
     * A statement ended with a semicolon that is in no parentheses and in no body of a function, at
     * {@link #position()}.
     *
     * @param copyFromStdin whether it is a COPY whose data follow on the next line
     */
    void statement(StatementText text, boolean copyFromStdin);

    /** COPY data start at {@link #position()}, with the line {@link #lineNumber()}. */
    void copyStarts();

    /** COPY data ended before {@link #position()}. */
    void copied(long rows, long bytes);

    /** COPY data have ended which hold the beginning of another dump, with its header there. */
    default void copiedHeader(long number) {}

    /** A line of a quote or a block comment is a header of pg_dump. */
    default void quotedHeader(long number) {}

    /** A command of psql: from its backslash to the end of its line, cut off after some bytes. */
    void command(long number, byte[] command, int length);
  }

  /** The most of a line that is kept. */
  static final int KEPT = 4096;

  private enum State {
    CODE,
    QUOTE,
    IDENTIFIER,
    /** A comment or a backslash command: to the end of the line. */
    REST_OF_LINE,
    BLOCK_COMMENT,
    DOLLAR,
    COPY
  }

  /** First letters of the lines that the listener hears. */
  private static final String LISTENED = "-SCAGRscagrp";

  /** Bytes of code that need a closer look. */
  private static final boolean[] SPECIAL = special("\n\0'\"$-*;\\()");

  private static final int COMMAND_KEPT = 512;

  private final Listener listener;
  private final CopyStatement copyStatement = new CopyStatement();
  private final StatementDepth nesting = new StatementDepth();
  private final DollarQuote dollar = new DollarQuote();
  private final HeaderInQuote quotedHeader = new HeaderInQuote();
  private final StatementText text = new StatementText();
  private final byte[] line = new byte[KEPT];
  private final byte[] command = new byte[COMMAND_KEPT];
  private CopyData copy = new CopyData();
  private State state = State.CODE;
  private int lineLength;
  private boolean lineStart = true;
  private boolean keepLine;
  private long lineNumber = 1;
  private byte previous = '\n';
  private int depth;
  private boolean backslashes;
  private boolean backslashesAlways;
  private boolean escaped;
  private boolean zeroByte;
  private boolean inCommand;
  private long commandStart;
  private int commandLength;
  private boolean capturing;

  /** The bytes in hand, and where in them the statement's text goes on. */
  private byte[] chunk = new byte[0];

  private int chunkStart;
  private int captureFrom;

  /** The number of bytes before the ones in hand, and the place in these. */
  private long consumed;

  private int at;

  SqlLexer(Listener listener) {
    this.listener = listener;
  }

  /** Returns the number of bytes read, up to the event that the listener hears of. */
  long position() {
    return consumed + at - chunkStart;
  }

  /** The line that is being read. */
  long lineNumber() {
    return lineNumber + (state == State.COPY ? copy.rows() : 0);
  }

  /** Returns the position of the backslash of the newest command of psql. */
  long commandStart() {
    return commandStart;
  }

  /** Returns the number of bytes read of a command of psql that has not ended; 0 outside of one. */
  int unfinishedCommand() {
    return inCommand && commandLength < COMMAND_KEPT ? (int) (consumed - commandStart) : 0;
  }

  /** Returns whether there was a zero byte, which SQL never has. */
  boolean hasZeroByte() {
    return zeroByte || copy.hasZeroByte();
  }

  boolean isInCopy() {
    return state == State.COPY;
  }

  /** Returns whether the stream is within a quote or a block comment. */
  boolean isInQuote() {
    return state != State.COPY && state != State.CODE && state != State.REST_OF_LINE;
  }

  /** Returns whether there is text of a statement that no semicolon has ended. */
  boolean isInStatement() {
    return capturing;
  }

  /** From here on backslashes escape in all strings (standard_conforming_strings = off). */
  void backslashesAlways(boolean always) {
    backslashesAlways = always;
  }

  /** Takes the next bytes. */
  void accept(byte[] buffer, int off, int len) {
    int end = off + len;
    int i = off;
    chunk = buffer;
    chunkStart = off;
    captureFrom = off;
    while (i < end) {
      i =
          switch (state) {
            case CODE -> code(buffer, i, end);
            case QUOTE -> quote(buffer, i, end);
            case IDENTIFIER -> identifier(buffer, i, end);
            case REST_OF_LINE -> restOfLine(buffer, i, end);
            case BLOCK_COMMENT -> blockComment(buffer, i, end);
            case DOLLAR -> dollar(buffer, i, end);
            case COPY -> copy(buffer, i, end);
          };
    }
    if (capturing) {
      text.add(buffer, captureFrom, end);
    }
    at = end;
    consumed = position();
    chunkStart = end;
  }

  /** The stream ended: its last line counts even without a line end. */
  void finish() {
    if (state == State.COPY) {
      if (copy.finish()) {
        endCopy();
      }
    } else if (!isInQuote()) {
      endCommand();
      endLine();
    }
  }

  private int code(byte[] buffer, int from, int end) {
    int i = from;
    while (i < end && state == State.CODE) {
      byte b = buffer[i];
      if (lineStart) {
        at = i;
        startLine(b);
      } else if (!keepLine && !copyStatement.isWatching() && !nesting.isWatching()) {
        while (b < 0 || !SPECIAL[b]) {
          previous = b;
          if (++i == end) {
            return i;
          }
          b = buffer[i];
        }
      }
      if (!capturing && (b > ' ' || b < 0) && state == State.CODE) {
        capturing = true;
        captureFrom = i;
      }
      i++;
      at = i;
      keep(b);
      if (state == State.CODE) {
        if (copyStatement.isWatching()) {
          copyStatement.accept(b);
        }
        nesting.accept(b);
        if (b >= 0 && SPECIAL[b]) {
          special(b);
        }
      }
      previous = b;
    }
    return i;
  }

  /** Decides by the start of a line whether it is read. */
  private void startLine(byte b) {
    lineStart = false;
    lineLength = 0;
    keepLine = b == '\\' || (b > 0 && LISTENED.indexOf(b) >= 0);
    if (b == '\\') {
      startCommand(position());
    }
  }

  private void startCommand(long position) {
    state = State.REST_OF_LINE;
    inCommand = true;
    commandStart = position;
    commandLength = 0;
    command[commandLength++] = '\\';
    forgetComment();
  }

  private void endCommand() {
    if (inCommand) {
      inCommand = false;
      int length = commandLength;
      while (length > 0 && command[length - 1] == '\r') {
        length--;
      }
      listener.command(lineNumber, command, length);
    }
  }

  /** A comment or a command before a statement is no part of it. */
  private void forgetComment() {
    if (copyStatement.isFresh()) {
      capturing = false;
      text.clear();
    }
  }

  /** Handles a byte of code that may change the state. */
  private void special(byte b) {
    switch (b) {
      case '\n' -> endLine();
      case 0 -> zeroByte = true;
      case ';' -> {
        if (nesting.isOutermost()) {
          endStatement();
        }
      }
      case '(' -> nesting.open();
      case ')' -> nesting.close();
      case '\\' -> startCommand(position() - 1);
      case '"' -> state = State.IDENTIFIER;
      case '\'' -> {
        boolean goesOn = previous == '\'' && backslashes;
        backslashes = backslashesAlways || goesOn || previous == 'E' || previous == 'e';
        escaped = false;
        state = State.QUOTE;
      }
      case '-' -> {
        if (previous == '-') {
          state = State.REST_OF_LINE;
          forgetComment();
        }
      }
      case '*' -> {
        if (previous == '/') {
          state = State.BLOCK_COMMENT;
          forgetComment();
          depth = 0;
          // the loop in code() makes '*' the previous byte, and "/*/" must not close
          escaped = true;
        }
      }
      default -> {
        if (!DollarQuote.isTagByte(previous) && previous != '$') {
          state = State.DOLLAR;
          dollar.start();
        }
      }
    }
  }

  private int quote(byte[] buffer, int from, int end) {
    int i = from;
    while (i < end) {
      byte b = buffer[i++];
      keep(b);
      if (escaped) {
        escaped = false;
      } else if (b == '\'') {
        state = State.CODE;
        previous = b;
        return i;
      } else if (b == '\\') {
        escaped = backslashes;
      }
      count(b);
    }
    return i;
  }

  private int identifier(byte[] buffer, int from, int end) {
    int i = from;
    while (i < end) {
      byte b = buffer[i++];
      keep(b);
      if (b == '"') {
        state = State.CODE;
        previous = b;
        return i;
      }
      count(b);
    }
    return i;
  }

  private int restOfLine(byte[] buffer, int from, int end) {
    int i = from;
    while (i < end) {
      byte b = buffer[i++];
      if (b == '\n') {
        state = State.CODE;
        previous = b;
        at = i;
        endCommand();
        endLine();
        return i;
      }
      keep(b);
      if (inCommand && commandLength < COMMAND_KEPT) {
        command[commandLength++] = b;
      }
      zeroByte |= b == 0;
    }
    return i;
  }

  private int blockComment(byte[] buffer, int from, int end) {
    int i = from;
    while (i < end) {
      byte b = buffer[i++];
      byte before = escaped ? 0 : previous;
      escaped = false;
      previous = b;
      count(b);
      if (before == '*' && b == '/') {
        escaped = true;
        if (depth-- == 0) {
          state = State.CODE;
          previous = ' ';
          return i;
        }
      } else if (before == '/' && b == '*') {
        escaped = true;
        depth++;
      }
    }
    return i;
  }

  private int dollar(byte[] buffer, int from, int end) {
    int i = from;
    while (i < end) {
      byte b = buffer[i];
      if (!dollar.isInBody()) {
        if (!dollar.tag(b)) {
          state = State.CODE;
          previous = '$';
          return i;
        }
        i++;
        keep(b);
        continue;
      }
      i++;
      count(b);
      if (dollar.body(b)) {
        state = State.CODE;
        previous = ' ';
        return i;
      }
    }
    return i;
  }

  private int copy(byte[] buffer, int from, int end) {
    int i = copy.accept(buffer, from, end);
    at = i;
    if (copy.hasEnded()) {
      endCopy();
    }
    return i;
  }

  private void endStatement() {
    boolean copies = copyStatement.end();
    nesting.clear();
    if (capturing) {
      text.add(chunk, captureFrom, at);
      listener.statement(text, copies);
    }
    capturing = false;
    text.clear();
  }

  private void endCopy() {
    zeroByte |= copy.hasZeroByte();
    copy.headerRow().ifPresent(row -> listener.copiedHeader(lineNumber + row));
    lineNumber += copy.rows() + 1;
    state = State.CODE;
    lineStart = true;
    previous = '\n';
    listener.copied(copy.rows(), copy.bytes());
  }

  /** A line ended outside of any quote. */
  private void endLine() {
    if (keepLine && lineLength > 0) {
      int length = lineLength;
      while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
        length--;
      }
      listener.line(lineNumber, line, length);
    }
    lineNumber++;
    lineStart = true;
    lineLength = 0;
    keepLine = false;
    if (copyStatement.takeReady()) {
      state = State.COPY;
      copy = new CopyData();
      listener.copyStarts();
    }
  }

  /** Minds what matters of a byte within a quote or a block comment. */
  private void count(byte b) {
    if (quotedHeader.accept(b)) {
      listener.quotedHeader(lineNumber - 2);
    }
    if (b == '\n') {
      lineNumber++;
      keepLine = false;
    } else if (b == 0) {
      zeroByte = true;
    }
  }

  private void keep(byte b) {
    if (keepLine && lineLength < KEPT) {
      line[lineLength++] = b;
    }
  }

  private static boolean[] special(String bytes) {
    boolean[] table = new boolean[128];
    bytes.chars().forEach(c -> table[c] = true);
    return table;
  }
}
