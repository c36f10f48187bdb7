package dev.restorebot.bot.story;

import dev.restorebot.bot.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the process of a bot holds, measured from outside after a full garbage collection.
 *
 * @param heapKb objects that are reachable
 * @param residentMb resident memory now
 * @param highestMb the most resident memory since it started
 */
record BotUsage(long threads, long descriptors, long heapKb, long residentMb, long highestMb) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  static BotUsage of(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    // The histogram counts what a full collection has left.
    Matcher heap = TOTAL.matcher(Shell.run(jcmd + " " + pid + " GC.class_histogram"));
    if (!heap.find()) {
      throw new IOException("no total in the histogram of process " + pid);
    }
    Path process = Path.of("/proc", Long.toString(pid));
    return new BotUsage(
        count(process.resolve("task")),
        count(process.resolve("fd")),
        Long.parseLong(heap.group(1)) / 1024,
        megabytes(process, "VmRSS:"),
        megabytes(process, "VmHWM:"));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  private static long megabytes(Path process, String line) throws IOException {
    return Files.readAllLines(process.resolve("status")).stream()
        .filter(each -> each.startsWith(line))
        .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** As cells of a table in Markdown. */
  String cells() {
    return String.format(
        Locale.ROOT,
        "%d | %d | %.1f MB | %d MB | %d MB",
        threads,
        descriptors,
        heapKb / 1024.0,
        residentMb,
        highestMb);
  }
}
