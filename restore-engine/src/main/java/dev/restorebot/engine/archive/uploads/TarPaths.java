package dev.restorebot.engine.archive.uploads;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Paths in a tar: made relative and plain, or refused. Each character is one byte. */
final class TarPaths {
  private static final int LONGEST = 4096;
  private static final int LONGEST_PART = 255;

  private final TarballMessages messages;

  TarPaths(TarballMessages messages) {
    this.messages = messages;
  }

  /** The path without {@code .}; empty for the top folder. */
  String plain(String raw) throws IOException {
    if (raw.startsWith("/")) {
      throw messages.unsafe("the absolute name " + TarballMessages.shown(raw));
    }
    if (raw.length() > LONGEST || raw.indexOf('\0') >= 0) {
      throw messages.corrupt("a name in it is not valid");
    }
    List<String> parts = new ArrayList<>();
    for (String part : raw.split("/")) {
      if (part.equals("..")) {
        throw messages.unsafe("the name " + TarballMessages.shown(raw) + " with .. in it");
      }
      if (part.length() > LONGEST_PART) {
        throw messages.corrupt("a name in it is longer than a file's name can be");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /** Refuses a symbolic link that leads out of the folder, whatever it is unpacked to. */
  void requireInside(String link, String target) throws IOException {
    String shown = TarballMessages.shown(link) + ", a link to " + TarballMessages.shown(target);
    if (target.startsWith("/") || target.isEmpty()) {
      throw messages.unsafe(shown);
    }
    int depth = (int) link.chars().filter(c -> c == '/').count();
    for (String part : target.split("/")) {
      depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
      if (depth < 0) {
        throw messages.unsafe(shown);
      }
    }
  }
}
