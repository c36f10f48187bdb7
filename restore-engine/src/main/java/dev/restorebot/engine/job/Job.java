package dev.restorebot.engine.job;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * A test restore as it is stored. Immutable; {@link JobStore} keeps the newest version.
 *
 * @param id six characters, unique; part of the sandbox's names
 * @param backup the backup's name as people know it
 * @param file its path
 * @param requestedBy who asked
 * @param origin where it was asked for, as the front end needs it to answer; opaque to the engine
 * @param database the database to take of a file that holds several; empty when nobody said
 * @param level how thoroughly it is to be verified; empty for what the settings say
 * @param state where it stands
 * @param outcome what the verification said, once there is one
 * @param reason why it ended the way it did, when not by passing
 * @param sandbox the sandbox, from when it stands; kept as a fact after it is gone
 * @param expiresAt when the sandbox will be removed, while it is READY
 * @param report the finished report as JSON, once there is one
 * @param createdAt when it was asked for
 * @param changedAt when it entered its state
 * @param version counts the stored changes, from 0; guards against lost updates
 */
public record Job(
    String id,
    String backup,
    String file,
    Actor requestedBy,
    String origin,
    Optional<String> database,
    Optional<Level> level,
    JobState state,
    Optional<Outcome> outcome,
    Optional<Problem> reason,
    Optional<SandboxInfo> sandbox,
    Optional<Instant> expiresAt,
    Optional<String> report,
    Instant createdAt,
    Instant changedAt,
    long version) {

  /** A new job at the level of the settings, not stored yet. */
  public static Job queued(
      String id, String backup, String file, Actor by, String origin, Instant now) {
    return queued(id, backup, file, by, origin, Optional.empty(), Optional.empty(), now);
  }

  /**
   * The backup's name, with the database that is taken of it where the name does not begin with it.
   */
  public String title() {
    return backup
        + database
            .filter(name -> !backup.startsWith(name + "_"))
            .map(name -> " (database " + name + ")")
            .orElse("");
  }

  /** A new job, not stored yet. */
  public static Job queued(
      String id,
      String backup,
      String file,
      Actor by,
      String origin,
      Optional<String> database,
      Optional<Level> level,
      Instant now) {
    return new Job(
        id,
        backup,
        file,
        by,
        origin,
        database,
        level,
        JobState.QUEUED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        now,
        now,
        0);
  }

  /**
   * This job in another state.
   *
   * @throws IllegalStateException when the table of transitions does not have it
   */
  public Job become(JobState target, Instant now) {
    if (!state.mayBecome(target)) {
      throw new IllegalStateException("job " + id + " cannot go from " + state + " to " + target);
    }
    return copy(target, outcome, reason, sandbox, expiresAt, report, now, version);
  }

  /** This job with what its verification said. */
  public Job withOutcome(Outcome said, Optional<Problem> why, Optional<String> reportJson) {
    return copy(state, Optional.of(said), why, sandbox, expiresAt, reportJson, changedAt, version);
  }

  /** This job with its sandbox. */
  public Job withSandbox(SandboxInfo info) {
    return copy(state, outcome, reason, Optional.of(info), expiresAt, report, changedAt, version);
  }

  /**
   * This job without its report, which can have megabytes, for a list of jobs that is kept. It is
   * not to be stored.
   */
  public Job withoutReport() {
    return copy(state, outcome, reason, sandbox, expiresAt, Optional.empty(), changedAt, version);
  }

  /** This job with the time at which its sandbox goes. */
  public Job withExpiry(Optional<Instant> at) {
    return copy(state, outcome, reason, sandbox, at, report, changedAt, version);
  }

  /** This job as stored once more. */
  public Job withVersion(long stored) {
    return copy(state, outcome, reason, sandbox, expiresAt, report, changedAt, stored);
  }

  private Job copy(
      JobState newState,
      Optional<Outcome> said,
      Optional<Problem> why,
      Optional<SandboxInfo> in,
      Optional<Instant> end,
      Optional<String> reportJson,
      Instant at,
      long newVersion) {
    return new Job(
        id,
        backup,
        file,
        requestedBy,
        origin,
        database,
        level,
        newState,
        said,
        why,
        in,
        end,
        reportJson,
        createdAt,
        at,
        newVersion);
  }
}
