package dev.restorebot.engine.sandbox.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a program's output into lines, whatever pieces it arrives in: a character may be split
 * between two pieces. A line longer than {@value #LONGEST} bytes is cut there, and says so. Not
 * thread-safe: one for each stream.
 */
public final class LineSplitter {
  /** The longest line, in bytes. */
  public static final int LONGEST = 64 * 1024;

  private static final String CUT = " … (line cut)";

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean cut;

  /** Lines go to the consumer without their line end. */
  public LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes the next piece. */
  public void accept(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n') {
        append(bytes, start, i - start);
        emit();
        start = i + 1;
      }
    }
    append(bytes, start, end - start);
  }

  /** The output is over: what is left is a line too. */
  public void finish() {
    if (line.size() > 0) {
      emit();
    }
  }

  private void append(byte[] bytes, int offset, int length) {
    int room = LONGEST - line.size();
    line.write(bytes, offset, Math.min(room, length));
    cut |= length > room;
  }

  private void emit() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (cut) {
      cut = false;
      lines.accept(text + CUT);
    } else {
      lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
  }
}
