package dev.restorebot.engine.disaster;

import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Drives a disaster restore in a process of its own, which kills itself by SIGKILL after a step.
 * Each step is written to a file; when production's database has ended, so is the hash of its
 * volume.
 */
public final class DisasterProcess {
  private DisasterProcess() {}

  /**
   * Runs it.
   *
   * @param args folder of the state, project, readiness address, id, drive or back, the step after
   *     which to die, and which of the steps of that name it is (0 for never)
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int last = Integer.parseInt(args[6]);
    AtomicInteger count = new AtomicInteger();
    TargetSettings target =
        new TargetSettings(
            args[1],
            "db",
            "zenops",
            List.of("api", "email-worker"),
            Optional.empty(),
            Optional.of("uploads"),
            ProjectPlace.UNKNOWN);
    try (JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve("state.db"));
        DisasterRig plain = new DisasterRig(target, URI.create(args[2]), Watched.NOBODY)) {
      Disaster disaster = store.find(args[3]).orElseThrow();
      Watched watched =
          new Watched(
              step -> {
                note(folder.resolve("steps"), step);
                if (step.equals("stop [db]") && args[4].equals("drive")) {
                  note(
                      folder.resolve("hashes"),
                      hash(plain, disaster.plan(), disaster.plan().target().volume().name()));
                  note(
                      folder.resolve("hashes"),
                      hash(
                          plain,
                          disaster.plan(),
                          disaster.plan().target().uploads().orElseThrow().name()));
                }
                if (step.equals(args[5]) && count.incrementAndGet() == last) {
                  die();
                }
              });
      try (DisasterRig rig = new DisasterRig(target, URI.create(args[2]), watched)) {
        DisasterRun run = rig.run(disaster, store);
        boolean back = args[4].equals("back") && disaster.state() == DisasterState.DONE;
        Disaster unused = back ? run.rollBack() : run.drive();
      }
    }
  }

  private static String hash(DisasterRig rig, DisasterPlan plan, String volume) {
    try {
      return rig.hash(plan, volume);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void note(Path file, String line) {
    try {
      Path unused =
          Files.writeString(
              file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void die() {
    try {
      Process kill =
          new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
      boolean unused = kill.waitFor(1, TimeUnit.MINUTES);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("still alive");
  }
}
