package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.drill.DrillTests;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Level;
import java.util.List;
import java.util.Optional;

/** Runs the test restores of drills through the engine. */
public record DrillTestRestores(TestRestores engine) implements DrillTests {
  private static final int REMEMBERED = 500;

  @Override
  public Job submit(
      Backup backup, Optional<String> database, Actor by, String origin, Optional<Level> level) {
    return engine.submitTest(
        new TestRequest(
            backup.displayName(), backup.file().toString(), database, by, origin, level));
  }

  @Override
  public Optional<String> databaseIn(Backup backup) {
    return engine.databaseIn(backup);
  }

  @Override
  public Optional<Job> find(String id) {
    return engine.job(id);
  }

  @Override
  public List<Job> recent() {
    return engine.recentJobs(REMEMBERED).map(Job::withoutReport).toList();
  }
}
