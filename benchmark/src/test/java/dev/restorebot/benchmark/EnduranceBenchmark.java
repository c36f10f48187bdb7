package dev.restorebot.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.restorebot.bot.settings.Settings.SandboxRuntime;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many test restores in a row in one bot, two of three with a fault, and what is left of them.
 * Fails when a round ends as it should not, and when a container, process or file stays.
 */
final class EnduranceBenchmark {
  private static final String PREFIX = "endurance-" + ProcessHandle.current().pid();
  private static final String SAMPLES = "/samples/";

  @TempDir private Path folder;

  @Test
  void leavesNothing() throws Exception {
    int rounds = Integer.getInteger("benchmark.rounds");
    String runtime = System.getProperty("benchmark.runtime");
    Path sandboxes = Files.createDirectory(folder.resolve("sandboxes"));
    // The server's user enters it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path good = sample("sampleapp_db_2026-11-01_02-30-00.dump");
    Path cutOff = sample("sampleapp_db_2026-11-08_02-30-00.cut-off.dump");
    Path key = Files.writeString(folder.resolve("key"), "not used\n");
    Map<String, String> settings =
        Map.of(
            "RESTORE_BOT_SANDBOX_PREFIX",
            PREFIX,
            "RESTORE_BOT_SANDBOX_LOCAL_BASE_DIR",
            sandboxes.toString());
    StringBuilder rows = new StringBuilder();
    Map<Fault, TreeMap<String, Integer>> ends = new EnumMap<>(Fault.class);
    int tenth = Math.max(1, rounds / 5);
    try (RunningBot bot =
        new RunningBot(
            SandboxRuntime.valueOf(runtime.toUpperCase(Locale.ROOT)), folder, key, settings)) {
      for (int round = 1; round <= rounds; round++) {
        Fault fault = Fault.ofRound(round);
        Job job = bot.toItsEnd(fault == Fault.CUT_OFF ? cutOff : good, fault);
        assertEquals(
            fault == Fault.NONE, job.state() == JobState.READY, fault + ": " + job.state());
        ends.computeIfAbsent(fault, each -> new TreeMap<>())
            .merge(String.valueOf(job.state()), 1, Integer::sum);
        if (round == 1 || round % tenth == 0) {
          Left left = settled(sandboxes);
          rows.append(left.row(round));
          System.out.print(left.row(round));
          assertEquals(0, left.processes(), "processes that stay");
          assertEquals(0, left.docker(), "containers, volumes and networks that stay");
          assertEquals(0, left.files(), "files that stay");
        }
      }
    }
    System.out.println(
        "\n"
            + rounds
            + " rounds, "
            + runtime
            + ": "
            + ends
            + "\n\n| Round | Threads | Descriptors | Resident | Processes | In Docker | Files |\n"
            + "|--:|--:|--:|--:|--:|--:|--:|\n"
            + rows);
  }

  /** A cancelled job is over before its sandbox is removed, so this waits a minute for nothing. */
  private static Left settled(Path sandboxes) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    Left left = Left.now(PREFIX, sandboxes);
    while (left.something() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(200);
      left = Left.now(PREFIX, sandboxes);
    }
    return left;
  }

  private Path sample(String name) throws Exception {
    Path file = folder.resolve(name);
    try (InputStream in = EnduranceBenchmark.class.getResourceAsStream(SAMPLES + name)) {
      Files.copy(in, file);
    }
    return file;
  }
}
