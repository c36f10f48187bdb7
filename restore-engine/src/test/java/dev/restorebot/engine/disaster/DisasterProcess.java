package dev.restorebot.engine.disaster;

import dev.restorebot.engine.disaster.compose.ComposeFiles;
import dev.restorebot.engine.disaster.docker.RememberedTargets;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Drives a disaster restore in a process of its own, which kills itself by SIGKILL after a step.
 * Each step is written to a file; when production's database has ended, so is the hash of its
 * volume.
 */
public final class DisasterProcess {
  private DisasterProcess() {}

  /** Runs it in a process of its own and returns how that ended. */
  static int run(
      Path state, ComposeUnderTest project, String id, String way, String step, int which)
      throws IOException, InterruptedException {
    return KilledProcess.await(start(state, project, id, way, step, which));
  }

  /** Starts it. */
  static Process start(
      Path state, ComposeUnderTest project, String id, String way, String step, int which)
      throws IOException {
    return KilledProcess.start(
        DisasterProcess.class, state, project.name(), project.url("/readyz"), id, way, step, which);
  }

  /**
   * Runs it.
   *
   * @param args folder of the state, project, readiness address, id, one of drive, keep, held, back
   *     and ask (the old volume), the step after which to die, and which of the steps of that name
   *     it is (0 for never)
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try (JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve("state.db"))) {
      drive(args, folder, store, store.find(args[3]).orElseThrow());
    }
  }

  private static void drive(String[] args, Path folder, JdbcDisasterStore store, Disaster disaster)
      throws Exception {
    int last = Integer.parseInt(args[6]);
    AtomicInteger count = new AtomicInteger();
    Optional<UploadsVolume> uploads = disaster.plan().target().uploads();
    TargetSettings target =
        TargetSettings.ofCompose(
            args[1],
            "db",
            "zenops",
            List.of("api", "email-worker"),
            Optional.empty(),
            uploads.map(UploadsVolume::key),
            ProjectPlace.UNKNOWN);
    if (args[4].equals("ask")) {
      try (DockerAccess docker = new DockerAccess(DockerSettings.withDefaults())) {
        Target unused =
            new RememberedTargets(
                    docker,
                    TargetMemory.NONE,
                    new ComposeFiles(Optional.empty()),
                    told -> {},
                    Clock.systemUTC())
                .resolve(target, disaster.plan().backup());
      }
      return;
    }
    try (DisasterRig plain = new DisasterRig(target, URI.create(args[2]), Watched.NOBODY)) {
      Watched watched =
          new Watched(
              step -> {
                KilledProcess.note(folder.resolve("steps"), step);
                if (step.equals("stop [db]") && args[4].equals("drive")) {
                  KilledProcess.note(
                      folder.resolve("hashes"),
                      hash(plain, disaster.plan(), disaster.plan().target().volume().name()));
                  uploads.ifPresent(
                      volume ->
                          KilledProcess.note(
                              folder.resolve("hashes"),
                              hash(plain, disaster.plan(), volume.name())));
                }
                if (step.equals(args[5]) && count.incrementAndGet() == last) {
                  KilledProcess.die();
                }
              });
      try (DisasterRig rig = new DisasterRig(target, URI.create(args[2]), watched)) {
        DisasterRun run = rig.run(disaster, store);
        Disaster unused = go(args[4], disaster.state(), run);
      }
    }
  }

  /** What was begun before is only driven on. */
  private static Disaster go(String way, DisasterState state, DisasterRun run) throws Exception {
    if (way.equals("held")) {
      return run.startHeld();
    }
    if (way.equals("keep") && state == DisasterState.AWAITING_KEEP) {
      return run.keep();
    }
    return way.equals("back") && state == DisasterState.DONE ? run.rollBack() : run.drive();
  }

  private static String hash(DisasterRig rig, DisasterPlan plan, String volume) {
    try {
      return rig.hash(plan, volume);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
