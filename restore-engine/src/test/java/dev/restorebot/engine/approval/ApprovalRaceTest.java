package dev.restorebot.engine.approval;

import static dev.restorebot.engine.approval.ApprovalFixture.ADA;
import static dev.restorebot.engine.approval.ApprovalFixture.BINDING;
import static dev.restorebot.engine.approval.ApprovalFixture.BOB;
import static dev.restorebot.engine.approval.ApprovalFixture.CLEO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two bots on one state file (the running one, and one on the command line), at the same moment.
 */
class ApprovalRaceTest {
  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ApprovalFixture here;
  private ApprovalFixture there;

  @BeforeEach
  void open() {
    here = new ApprovalFixture(folder).asked();
    there = new ApprovalFixture(folder);
    there.request = here.request;
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    assertThat(here.audit.verify(Optional.empty()).problems()).isEmpty();
    here.close();
    there.close();
  }

  private List<Decision> atOnce(List<Callable<Decision>> tries) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tries.size());
    List<Future<Decision>> running = new ArrayList<>();
    for (Callable<Decision> one : tries) {
      running.add(
          threads.submit(
              () -> {
                start.await(30, TimeUnit.SECONDS);
                return one.call();
              }));
    }
    List<Decision> decisions = new ArrayList<>();
    for (Future<Decision> future : running) {
      decisions.add(future.get(60, TimeUnit.SECONDS));
    }
    return decisions;
  }

  private static Callable<Decision> approve(ApprovalFixture office, Vote vote) {
    return () -> office.approvals.approve(office.request, vote);
  }

  @RepeatedTest(5)
  void votesOfTwoLeadsBothCount() throws Exception {
    List<Decision> decisions =
        atOnce(List.of(approve(here, here.vote(ADA)), approve(there, there.vote(BOB))));
    assertThat(decisions).allMatch(Decision::accepted);
    assertThat(here.stored().votes()).hasSize(2);
    assertThat(here.stored().state()).isEqualTo(ApprovalState.APPROVED);
  }

  @RepeatedTest(5)
  void aButtonPressedManyTimesAtOnceCountsOnce() throws Exception {
    Vote vote = here.vote(ADA);
    List<Decision> decisions =
        atOnce(
            List.of(
                approve(here, vote),
                approve(there, vote),
                approve(here, vote),
                approve(there, vote)));
    assertThat(decisions).filteredOn(Decision::accepted).hasSize(1);
    assertThat(here.stored().votes()).hasSize(1);
  }

  @RepeatedTest(5)
  void onlyOneExecutorGetsTheRequest() throws Exception {
    here.approvedBy(ADA, BOB);
    Callable<Decision> one = () -> here.approvals.checkForExecution(here.request, BINDING);
    Callable<Decision> other = () -> there.approvals.checkForExecution(there.request, BINDING);
    assertThat(atOnce(List.of(one, other, one, other))).filteredOn(Decision::accepted).hasSize(1);
  }

  @RepeatedTest(5)
  void aDenyAndAnExecutionAreNeverBothAccepted() throws Exception {
    here.approvedBy(ADA, BOB);
    Vote vote = there.vote(CLEO);
    List<Decision> decisions =
        atOnce(
            List.of(
                () -> here.approvals.checkForExecution(here.request, BINDING),
                () -> there.approvals.deny(there.request, vote, "stop")));
    assertThat(decisions).filteredOn(Decision::accepted).hasSize(1);
  }
}
