package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.audit.AuditLog;
import java.nio.file.Files;
import java.time.Clock;

/**
 * Somebody who deploys a project without asking after a restore and after its rollback: never is
 * the wrong data in use in silence.
 */
final class Colleague implements AutoCloseable {
  private final DisasterEvents events = mock(DisasterEvents.class);
  private final StorageUnderTest storage;
  private final ComposeUnderTest project;
  private final DisasterStore store;
  private final DisasterRig rig;
  private final SwapWatch watch;

  Colleague(StorageUnderTest storage, DisasterStore store, DisasterRig rig) {
    this.storage = storage;
    this.project = storage.project();
    this.store = store;
    this.rig = rig;
    this.watch =
        new SwapWatch(
            store,
            mock(Approvals.class),
            rig.tools().probe(),
            mock(AuditLog.class),
            events,
            Clock.systemUTC());
  }

  /** Deploys after DONE, with and without the override file. */
  void deploysAfterTheSwap(Disaster done) throws Exception {
    DisasterPlan plan = done.plan();
    deploys("up", "-d").sees(0, 0);
    deploys("down", "-t", "1").sees(0, 0);
    deploys("up", "-d").sees(0, 0);
    assertThat(rig.mounted(plan)).isEqualTo(plan.newVolume());

    deploys("down", "-t", "1").sees(0, 0);
    deploys("-f", "compose.yaml", "up", "-d").sees(1, 0);
    LostSwap lost = store.find(done.id()).orElseThrow().progress().lost().orElseThrow();
    assertThat(lost.volume()).isNotEqualTo(plan.newVolume());
    shell(lost.problem(done).hint().lines().findFirst().orElseThrow().replace("Run: ", ""));
    sees(1, 1);
    assertThat(rig.mounted(plan)).isEqualTo(plan.newVolume());

    // As DONE says: the lines are committed, and the file is deleted.
    storage.commit(plan);
    Files.delete(plan.overrideFile());
    deploys("up", "-d", "--force-recreate", "-t", "1", "db").sees(1, 1);
  }

  /** Deploys after ROLLED_BACK, while the project's own files name the restored storage. */
  void deploysAfterTheRollback(DisasterPlan plan) throws Exception {
    deploys("up", "-d").sees(1, 1);
    deploys("down", "-t", "1").sees(1, 1);
    deploys("up", "-d").sees(1, 1);
    assertThat(rig.mounted(plan)).isEqualTo(plan.target().volume().name());
    deploys("-f", "compose.yaml", "up", "-d", "--force-recreate", "-t", "1", "db").sees(2, 1);
  }

  private Colleague deploys(String... words) throws Exception {
    var unused = project.compose(words);
    return this;
  }

  private void sees(int alarms, int ends) {
    watch.look();
    verify(events, times(alarms)).trouble(any(), any());
    verify(events, times(ends)).note(any(), any());
  }

  private void shell(String command) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", command).directory(project.folder().toFile()).start();
    assertThat(process.waitFor()).as(command).isZero();
  }

  @Override
  public void close() {
    watch.close();
  }
}
