package dev.restorebot.benchmark;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the procedure that teams use today with restore-bot and writes the tables into the
 * documentation. Fails when a way does not work, never because of a time.
 */
final class RestoreBenchmark {
  @TempDir private Path folder;

  @Test
  void compare() throws Exception {
    String image = System.getProperty("benchmark.image");
    int pairs = Integer.getInteger("benchmark.pairs");
    Backups backups = new Backups(image, path("benchmark.cache"));
    try (Ways ways =
        new Ways(image, path("benchmark.launcher"), path("benchmark.jar"), backups.key(), folder)) {
      for (String size : System.getProperty("benchmark.dumps").split(",")) {
        Comparison comparison = new Comparison(entries(size, backups, ways));
        comparison.run(pairs);
        String text =
            Machine.facts(image)
                + ", medians of "
                + pairs
                + " rounds, "
                + LocalDate.now(ZoneOffset.UTC)
                + ".\n\n"
                + Tables.of(comparison);
        System.out.println("\n" + text);
        Document.write(path("benchmark.output"), size, text);
      }
    }
  }

  private static List<Entry> entries(String size, Backups backups, Ways ways) throws Exception {
    List<Entry> entries = new ArrayList<>();
    switch (size) {
      case "small" ->
          add(
              entries,
              backups.small(),
              ways,
              Ways.BY_HAND,
              Ways.FLOOR,
              Ways.COMMAND_LINE,
              Ways.RUNNING_BOT,
              Ways.WARM,
              Ways.LOCAL,
              Ways.EMBEDDED);
      case "large" -> {
        add(
            entries,
            backups.largeDump(),
            ways,
            Ways.BY_HAND,
            Ways.FLOOR,
            Ways.COMMAND_LINE,
            Ways.RUNNING_BOT,
            Ways.LOCAL,
            Ways.EMBEDDED);
        add(
            entries,
            backups.largeSql(),
            ways,
            Ways.BY_HAND,
            Ways.FLOOR,
            Ways.COMMAND_LINE,
            Ways.PSQL,
            Ways.RUNNING_BOT);
        add(entries, backups.largeEncrypted(), ways, Ways.BY_HAND, Ways.RUNNING_BOT);
      }
      default -> throw new IllegalArgumentException("benchmark.dumps: small or large, not " + size);
    }
    return entries;
  }

  private static void add(List<Entry> entries, Backup backup, Ways ways, String... names) {
    for (String name : names) {
      if (ways.of(name) != null) {
        entries.add(new Entry(backup, name, ways.of(name)));
      }
    }
  }

  private static Path path(String property) {
    return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
  }
}
