package dev.restorebot.benchmark;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the procedure that teams use today with restore-bot and writes a table. Fails when a way
 * does not work, never because of a time.
 */
final class RestoreBenchmark {
  private static final String SAMPLE = "/samples/sampleapp_db_2026-11-01_02-30-00.dump";

  @TempDir private Path folder;

  @Test
  void compare() throws Exception {
    String image = System.getProperty("benchmark.image");
    int pairs = Integer.getInteger("benchmark.pairs");
    try (RunningBot bot = new RunningBot(folder.resolve("state.db"))) {
      Map<String, Way> ways = new LinkedHashMap<>();
      ways.put("by hand", new ByHand(image));
      ways.put("running bot", bot);
      ways.put("command line", new CommandLineTool(Path.of(System.getProperty("benchmark.jar"))));
      List<Comparison> all = new ArrayList<>();
      for (String dump : System.getProperty("benchmark.dumps").split(",")) {
        Comparison comparison = new Comparison(dump, dump(dump, image), ways);
        comparison.run(pairs);
        all.add(comparison);
      }
      write(image, pairs, all);
    }
  }

  private Path dump(String which, String image) throws Exception {
    Path cache = Path.of(System.getProperty("benchmark.cache")).toAbsolutePath().normalize();
    return switch (which) {
      case "small" -> small();
      case "large" -> LargeDump.make(image, cache);
      default -> Path.of(which);
    };
  }

  private Path small() throws Exception {
    Path file = folder.resolve(SAMPLE.substring(SAMPLE.lastIndexOf('/') + 1));
    try (InputStream in = RestoreBenchmark.class.getResourceAsStream(SAMPLE)) {
      Files.copy(in, file);
    }
    return file;
  }

  private static void write(String image, int pairs, List<Comparison> all) throws Exception {
    StringBuilder text = new StringBuilder();
    text.append(Machine.facts(image)).append(", medians of ").append(pairs).append(" pairs.\n\n");
    text.append(
        "| Backup | restore-bot | By hand | restore-bot | Ratio |\n|---|---|--:|--:|--:|\n");
    for (Comparison comparison : all) {
      text.append(comparison.rows());
    }
    text.append("\n| Backup | Way | Steps |\n|---|---|---|\n");
    all.forEach(comparison -> text.append(comparison.steps()));
    Path output = Path.of(System.getProperty("benchmark.output"));
    Files.createDirectories(output.getParent());
    Files.writeString(output, text);
    System.out.println("\n" + text);
  }
}
