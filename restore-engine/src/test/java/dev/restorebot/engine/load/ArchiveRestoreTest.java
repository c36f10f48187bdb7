package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.pgdump.RestoreEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ArchiveRestoreTest {
  private static final int PRE_DATA = 2;
  private static final int DATA = 3;
  private static final int POST_DATA = 4;

  private static final List<RestoreEntry> ORDER =
      List.of(
          entry(1, "TABLE", PRE_DATA),
          entry(2, "TABLE DATA", DATA),
          entry(3, "SEQUENCE SET", DATA),
          entry(4, "TABLE DATA", DATA),
          entry(5, "INDEX", POST_DATA),
          entry(6, "ACL", 1));

  private final Queue<Integer> done = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  private String refused = "";

  private static RestoreEntry entry(int id, String kind, int section, Integer... dependencies) {
    boolean rows = kind.equals("TABLE DATA");
    return new RestoreEntry(
        id,
        kind,
        "public",
        "t" + id,
        "",
        section,
        "",
        "",
        rows ? "COPY t FROM stdin;" : "",
        "",
        false,
        rows,
        List.of(dependencies));
  }

  private interface Action {
    void run(RestoreEntry entry) throws IOException;
  }

  private ArchiveRestore.Worker worker(Action action) {
    open.incrementAndGet();
    return new ArchiveRestore.Worker() {
      @Override
      public void restore(RestoreEntry entry) throws IOException {
        action.run(entry);
        done.add(entry.dumpId());
      }

      @Override
      public boolean attempt(RestoreEntry entry) throws IOException {
        if (entry.name().equals(refused)) {
          return false;
        }
        restore(entry);
        return true;
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  @Test
  void whatFollowsTheRowsWaitsForEveryTable() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    Action meeting =
        entry -> {
          if (entry.hasData()) {
            meet(both);
          }
        };
    new ArchiveRestore(() -> worker(meeting), 2).run(ORDER);

    assertThat(List.copyOf(done).subList(0, 2)).containsExactly(1, 3);
    assertThat(List.copyOf(done).subList(2, 4)).containsExactlyInAnyOrder(2, 4);
    assertThat(List.copyOf(done).subList(4, 6)).containsExactly(5, 6);
    assertThat(open).hasValue(0);
  }

  private static void meet(CyclicBarrier both) throws IOException {
    try {
      int unused = both.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IOException("the tables are not loaded at once", e);
    }
  }

  @Test
  void indexesAreMadeAtOnceAndAForeignKeyAfterItsKey() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    Action meeting =
        entry -> {
          if (entry.kind().equals("INDEX")) {
            meet(both);
          }
        };
    List<RestoreEntry> order = new ArrayList<>(ORDER);
    order.add(4, entry(7, "CONSTRAINT", POST_DATA, 1));
    order.add(5, entry(8, "FK CONSTRAINT", POST_DATA, 1, 7));
    order.add(6, entry(9, "INDEX", POST_DATA));
    new ArchiveRestore(() -> worker(meeting), 2).run(order);

    List<Integer> last = List.copyOf(done).subList(4, 9);
    assertThat(last).containsExactlyInAnyOrder(7, 8, 9, 5, 6).endsWith(6);
    assertThat(last.indexOf(7)).isLessThan(last.indexOf(8));
    assertThat(open).hasValue(0);
  }

  @Test
  void whatIsRefusedBesideOthersIsRepeatedAlone() throws Exception {
    List<RestoreEntry> order = new ArrayList<>(ORDER);
    order.add(4, entry(7, "CONSTRAINT", POST_DATA, 1));
    refused = "t7";
    new ArchiveRestore(() -> worker(entry -> {}), 2).run(order);
    assertThat(List.copyOf(done).subList(4, 7)).containsExactly(5, 7, 6);
  }

  @Test
  void oneSessionKeepsTheOrder() throws Exception {
    new ArchiveRestore(() -> worker(entry -> {}), 1).run(ORDER);
    assertThat(done).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void nothingFollowsRowsThatCannotBeRead() {
    Action broken =
        entry -> {
          if (entry.dumpId() == 4) {
            throw new IOException("the rows are damaged");
          }
        };
    assertThatThrownBy(() -> new ArchiveRestore(() -> worker(broken), 2).run(ORDER))
        .isInstanceOf(IOException.class)
        .hasMessage("the rows are damaged");
    assertThat(done).doesNotContain(5, 6);
  }

  @Test
  void afterAFailureTheOtherWorkersHaveEndedAndStartNoOtherTable() {
    List<RestoreEntry> order = new ArrayList<>(ORDER);
    order.add(3, entry(7, "TABLE DATA", DATA));
    order.add(4, entry(8, "TABLE DATA", DATA));
    CyclicBarrier both = new CyclicBarrier(2);
    Action broken =
        entry -> {
          if (entry.hasData()) {
            meet(both);
            if (entry.dumpId() == 2) {
              throw new IOException("the session is lost");
            }
            untilInterrupted();
          }
        };
    assertThatThrownBy(() -> new ArchiveRestore(() -> worker(broken), 2).run(order))
        .hasMessage("the session is lost");
    assertThat(open).hasValue(0);
    assertThat(done).containsExactly(1, 3);
  }

  private static void untilInterrupted() throws IOException {
    try {
      assertThat(new CountDownLatch(1).await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }
}
