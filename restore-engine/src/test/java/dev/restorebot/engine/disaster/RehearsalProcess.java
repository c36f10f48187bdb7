package dev.restorebot.engine.disaster;

import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.TemporaryFiles;
import dev.restorebot.engine.task.Threads;
import dev.restorebot.engine.testing.TestDocker;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rehearses in a process of its own, which kills itself by SIGKILL after a step. Each step is
 * written to a file.
 */
public final class RehearsalProcess {
  /** Compose has made its first container, and goes on. */
  static final String IN_CREATE = "in the middle of create";

  private RehearsalProcess() {}

  /** Runs it in a process of its own and returns how that ended. */
  static int run(
      Path state, ComposeUnderTest project, String id, Path dump, Path uploads, String step, int n)
      throws IOException, InterruptedException {
    return KilledProcess.await(
        KilledProcess.start(
            RehearsalProcess.class,
            state,
            project.name(),
            project.url("/"),
            id,
            dump,
            uploads,
            step,
            n));
  }

  /**
   * Runs it.
   *
   * @param args folder of the state, project, address of the application, id, dump, archive of
   *     uploads, the step after which to die, and which of the steps of that name it is (0 for
   *     never)
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    AtomicInteger count = new AtomicInteger();
    Watched watched =
        new Watched(
            step -> {
              KilledProcess.note(folder.resolve("steps"), step);
              if (step.equals(args[6]) && count.incrementAndGet() == Integer.parseInt(args[7])) {
                KilledProcess.die();
              }
              if (step.equals("before create") && args[6].equals(IN_CREATE)) {
                Threads.named("killer").newThread(() -> dieAtFirstContainerOf(args[3])).start();
              }
            });
    TargetSettings target =
        TargetSettings.ofCompose(
            args[1],
            "db",
            "zenops",
            List.of("api", "email-worker"),
            Optional.empty(),
            Optional.of("uploads"),
            ProjectPlace.UNKNOWN);
    try (Closeable files = TemporaryFiles.keepIn(folder);
        RehearsalRig rig =
            new RehearsalRig(
                target,
                URI.create(args[2]),
                StateDatabase.open(folder.resolve("state.db")),
                watched)) {
      DisasterPlan plan = rig.plan(args[3], Path.of(args[4]), Optional.of(Path.of(args[5])));
      Rehearsal rehearsal =
          new Planned(plan)
              .run(
                  rig.rehearsals(rig.parts(rig.page("upload", "/upload", "an essay"))),
                  "shop",
                  told -> {});
      KilledProcess.note(folder.resolve("outcome"), rehearsal.outcome() + " " + rehearsal.checks());
    }
  }

  private static void dieAtFirstContainerOf(String id) {
    try (var client = TestDocker.client()) {
      while (client.listContainersCmd().withShowAll(true).exec().stream()
          .noneMatch(each -> each.getNames()[0].contains("-rehearsal-" + id))) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    KilledProcess.die();
  }
}
