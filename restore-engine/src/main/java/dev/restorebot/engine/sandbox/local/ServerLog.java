package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** Reads what a server says in its log. */
final class ServerLog {
  private static final int LINES = 40;

  private ServerLog() {}

  static List<String> lastLines(SandboxFolder folder) {
    try {
      List<String> all = Files.readAllLines(folder.log(), StandardCharsets.ISO_8859_1);
      return all.subList(Math.max(0, all.size() - LINES), all.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  static boolean saysDiskFull(String line) {
    return line.toLowerCase(Locale.ROOT).contains("no space left on device");
  }

  static Problem diskFull() {
    return new Problem(
        ProblemCode.DISK_FULL,
        "The disk that holds the sandboxes is full. This says nothing about the backup.",
        "Free space (old sandboxes first), or move them to another disk in the settings.");
  }
}
