package dev.restorebot.engine.drill;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupSource;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Outcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Test restores that end when and how a test says. */
public final class PlayedTests implements DrillTests {
  private final InstantSource clock;
  private final List<Job> jobs = new ArrayList<>();
  private final Map<String, String> inside = new HashMap<>();

  public PlayedTests(InstantSource clock) {
    this.clock = clock;
  }

  /** Backups that are there, without files. */
  public record Folder(List<Backup> list) implements BackupSource {
    @Override
    public String name() {
      return "backups";
    }
  }

  @Override
  public Job submit(
      Backup backup, Optional<String> database, Actor by, String origin, Optional<Level> level) {
    Job job =
        Job.queued(
            "job" + jobs.size(),
            backup.name(),
            backup.file().toString(),
            by,
            origin,
            database,
            level,
            clock.instant());
    jobs.add(job);
    return job;
  }

  /** As if that backup's content named that database. */
  public void contains(String backup, String database) {
    inside.put(backup, database);
  }

  @Override
  public Optional<String> databaseIn(Backup backup) {
    return Optional.ofNullable(inside.get(backup.name()));
  }

  @Override
  public Optional<Job> find(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
  }

  @Override
  public List<Job> recent() {
    return List.copyOf(jobs);
  }

  /** As if nothing had ever been asked for. */
  public void forget() {
    jobs.clear();
  }

  /** What became of the drill's test restore. */
  public void end(Drill running, JobState state, Optional<Outcome> outcome) {
    end(running.run().orElseThrow().job().orElseThrow(), state, outcome);
  }

  /** What became of the test restore of that id. */
  public void end(String id, JobState state, Optional<Outcome> outcome) {
    jobs.replaceAll(job -> job.id().equals(id) ? ended(job, state, outcome) : job);
  }

  private Job ended(Job job, JobState state, Optional<Outcome> outcome) {
    return new Job(
        job.id(),
        job.backup(),
        job.file(),
        job.requestedBy(),
        job.origin(),
        job.database(),
        job.level(),
        state,
        outcome,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        job.createdAt(),
        clock.instant(),
        1);
  }
}
