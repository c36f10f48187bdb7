package dev.restorebot.bot.wiring;

import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.testrestore.TestRequest;
import dev.restorebot.engine.testrestore.TestRestores;
import java.util.Optional;

/** Tests each database of a backup that holds several, in a thread of its own. */
final class DatabaseTests implements JobListener {
  private final TestRestores engine;

  /** Submits the tests to that engine. */
  DatabaseTests(TestRestores engine) {
    this.engine = engine;
  }

  @Override
  public void changed(Job job, JobEvent event) {}

  @Override
  public void progress(Job job, Progress progress) {}

  @Override
  public void milestone(Job job, Milestone milestone) {
    if (milestone instanceof Milestone.SeveralDatabases several) {
      several.databases().forEach(database -> submit(job, database));
    }
  }

  private void submit(Job job, String database) {
    Origin asked = Origin.read(job.origin());
    engine.submitTest(
        new TestRequest(
            job.backup(),
            job.file(),
            Optional.of(database),
            job.requestedBy(),
            Origin.fresh(asked.frontEnd(), asked.channel()).write(),
            job.level()));
  }
}
