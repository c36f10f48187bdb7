package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.bot.testing.Shell;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many test restores in a row in a bot of its own process, with a fault in every second round, and
 * what it holds meanwhile. Fails when a round ends otherwise than it should, and when a container,
 * volume, process or temporary file stays.
 *
 * <p>{@code -Dbenchmark.rounds} sets the rounds, {@code -Dbenchmark.runtime} where the sandboxes
 * run. With {@code docker} and {@code -Dbenchmark.engine}, the folder of an engine that {@code
 * ci/docker-engine} started, that engine is restarted, too.
 */
final class EnduranceBenchmark {
  private static final String GOOD = "sampleapp_db_2026-11-01_02-30-00.dump";
  private static final String CUT_OFF = "sampleapp_db_2026-11-08_02-30-00.cut-off.dump";

  @TempDir private Path folder;
  private final String engine = System.getProperty("benchmark.engine", "");

  @Test
  void leavesNothing() throws Exception {
    int rounds = Integer.getInteger("benchmark.rounds", 1000);
    int interval = Math.max(1, rounds / 20);
    // The server's user enters it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<EnduranceFault, TreeMap<String, Integer>> ends = new EnumMap<>(EnduranceFault.class);
    try (EnduranceRig rig =
        new EnduranceRig(folder, System.getProperty("benchmark.runtime", "embedded"))) {
      System.out.println(
          "| Round | Threads | Descriptors | Heap after GC | Resident | Highest | Files |\n"
              + "|--:|--:|--:|--:|--:|--:|--:|");
      for (int round = 1; round <= rounds; round++) {
        EnduranceFault fault = EnduranceFault.ofRound(round, !engine.isEmpty());
        Job job = round(rig, fault);
        ends.computeIfAbsent(fault, each -> new TreeMap<>()).merge(end(job), 1, Integer::sum);
        long files = rig.temporaryFilesWithoutSandboxes();
        if (round == 1 || round % interval == 0) {
          BotUsage usage = BotUsage.of(rig.pid());
          System.out.println("| " + round + " | " + usage.cells() + " | " + files + " |");
        }
      }
    }
    System.out.println("\n" + rounds + " rounds: " + ends);
  }

  /** Why it ended as it did, also after its sandbox is gone. */
  private static String end(Job job) {
    return job.outcome().map(Enum::name).orElse(job.state().name());
  }

  private Job round(EnduranceRig rig, EnduranceFault fault) throws Exception {
    switch (fault) {
      case CUT_OFF -> {
        return rig.await(rig.test(CUT_OFF), "failed", state -> state == JobState.FAILED);
      }
      case CANCELLED -> {
        Job job = restoring(rig);
        rig.type("cancel " + job.id());
        return rig.await(job, "cancelled", state -> state == JobState.CANCELLED);
      }
      case CHAT_AWAY -> {
        try (ChatDriver.Outage ignored = rig.chat.outage()) {
          return passed(rig);
        }
      }
      case DISK_FULL -> {
        return onFullDisk(rig);
      }
      case ENGINE_RESTARTED -> {
        Job job = restoring(rig);
        String pid = Files.readString(Path.of(engine, "docker.pid")).strip();
        Shell.run("kill " + pid + "; while kill -0 " + pid + " 2>/dev/null; do sleep 0.2; done");
        Shell.run(System.getProperty("benchmark.start-engine") + " >/dev/null");
        return rig.await(job, "not verified", state -> state == JobState.COULD_NOT_VERIFY);
      }
      case KILLED -> {
        Job job = restoring(rig);
        rig.killAndStart();
        return rig.await(job, "not verified", state -> state == JobState.COULD_NOT_VERIFY);
      }
      default -> {}
    }
    return passed(rig);
  }

  /** A job that was stored in room that the database had before waits for the rest. */
  private static Job onFullDisk(EnduranceRig rig) throws Exception {
    Optional<Job> stored = rig.testOnFullDisk(GOOD);
    if (stored.isPresent()) {
      Job job = rig.await(stored.get(), "over", state -> state == JobState.READY || state.ended());
      if (job.state() == JobState.READY) {
        rig.type("cleanup " + job.id());
        Job unused = rig.await(job, "cleaned up", JobState::ended);
      }
    }
    return passed(rig);
  }

  private static Job restoring(EnduranceRig rig) throws Exception {
    return rig.await(rig.test(SlowBackup.NAME), "restoring", state -> state == JobState.RESTORING);
  }

  private static Job passed(EnduranceRig rig) throws Exception {
    Job job = rig.await(rig.test(GOOD), "ready", state -> state == JobState.READY);
    assertThat(end(job)).isEqualTo("PASSED");
    rig.type("cleanup " + job.id());
    return rig.await(job, "cleaned up", state -> state == JobState.CLEANED_UP);
  }
}
