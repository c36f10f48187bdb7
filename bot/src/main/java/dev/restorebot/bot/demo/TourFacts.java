package dev.restorebot.bot.demo;

import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillState;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.verify.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Records what people have done in the demo so far.
 *
 * @param passed whether a test has passed
 * @param failed whether a test has failed
 * @param drill the drill that got furthest
 * @param disaster the newest disaster restore
 * @param approvals how many leads have approved the newest disaster restore or its rollback; empty
 *     when neither waits for approval
 */
record TourFacts(
    boolean passed,
    boolean failed,
    Optional<Drill> drill,
    Optional<Disaster> disaster,
    Optional<Integer> approvals) {
  private static final int MOST = 100;

  static TourFacts of(RestoreEngine engine) {
    List<Job> jobs = engine.tests().recentJobs(MOST).map(Job::withoutReport).toList();
    Optional<Disaster> disaster =
        engine.disasters().flatMap(all -> all.recent(1).stream().findFirst());
    return new TourFacts(
        jobs.stream().anyMatch(job -> job.outcome().equals(Optional.of(Outcome.PASSED))),
        jobs.stream().anyMatch(TourFacts::failed),
        engine.drills().recent(Optional.empty(), MOST).stream()
            .filter(drill -> drill.state() != DrillState.MISSED)
            .max(Comparator.comparing(Drill::state)),
        disaster,
        disaster
            .flatMap(each -> engine.disasters().orElseThrow().request(each))
            .filter(request -> request.state() == ApprovalState.PENDING)
            .filter(request -> !request.binding().kind().equals("deletion"))
            .map(request -> request.votes().size()));
  }

  private static boolean failed(Job job) {
    return job.state() == JobState.FAILED || job.outcome().equals(Optional.of(Outcome.FAILED));
  }
}
