package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the large objects that {@code blobs.toc} lists with the files that are there (tar and
 * directory format). Keeps no list, as there may be millions: number and sum of the OIDs must
 * agree.
 */
final class LargeObjects {
  private static final Pattern FILE = Pattern.compile("blob_(\\d{1,10})\\.dat");
  private static final int MAX_LINE = 200;

  private final ArchiveMessages messages;
  private final StringBuilder line = new StringBuilder();
  private long listed;
  private long listedSum;
  private long found;
  private long foundSum;

  LargeObjects(ArchiveMessages messages) {
    this.messages = messages;
  }

  /** Takes a byte of a list whose lines are an OID, a space and a file name. */
  void list(byte b) throws IOException {
    if (b != '\n') {
      line.append((char) (b & 0xff));
      if (line.length() > MAX_LINE) {
        throw damaged();
      }
      return;
    }
    String text = line.toString().strip();
    line.setLength(0);
    String name = text.substring(text.indexOf(' ') + 1);
    Matcher matcher = FILE.matcher(name);
    if (!matcher.matches() || !text.equals(matcher.group(1) + " " + name)) {
      throw damaged();
    }
    listed++;
    listedSum += Long.parseLong(matcher.group(1));
  }

  /** A list ended. */
  void endOfList() throws IOException {
    if (line.length() > 0) {
      throw Failures.io(messages.truncated("in the middle of its list of large objects"));
    }
  }

  /** Returns whether a file of that name holds a large object; if so, it counts as there. */
  boolean isFile(String name) {
    Matcher matcher = FILE.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    found++;
    foundSum += Long.parseLong(matcher.group(1));
    return true;
  }

  /** Everything was read. */
  void check() throws IOException {
    if (listed != found || listedSum != foundSum) {
      throw Failures.io(
          messages.corrupt("it lists " + listed + " large objects, and " + found + " are in it"));
    }
  }

  private IOException damaged() {
    return Failures.io(messages.corrupt("its list of large objects is not valid"));
  }
}
