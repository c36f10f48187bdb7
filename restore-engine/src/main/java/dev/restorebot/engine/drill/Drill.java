package dev.restorebot.engine.drill;

import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A drill as it is stored: the runbook's record of a test restore. Immutable.
 *
 * @param id eight characters, unique
 * @param database whose backups are tried
 * @param kind what it is made of
 * @param dueAt when it was due; of one that somebody asked for, when that was
 * @param scheduled whether the schedule asked for it
 * @param origin its thread, opaque to the engine
 * @param backup the backup that it takes; empty when there was none
 * @param run the test restore or rehearsal, once it was asked for
 * @param issues what was found
 * @param actions what has to be done
 * @param signedOff who signed it off
 * @param escalated how far it was escalated: 0 to 3
 * @param wakeAt until when it is put off, while it is
 * @param changedAt when it entered its state
 * @param version counts the stored changes, from 0; guards against lost updates
 */
public record Drill(
    String id,
    String database,
    DrillKind kind,
    Instant dueAt,
    boolean scheduled,
    DrillState state,
    String origin,
    Optional<Picked> backup,
    Optional<Run> run,
    List<Note> issues,
    List<Note> actions,
    Optional<Signature> signedOff,
    int escalated,
    Optional<Instant> wakeAt,
    Instant changedAt,
    long version) {
  public Drill {
    kind = kind == null ? DrillKind.TEST : kind; // those of earlier versions have none
    issues = List.copyOf(issues);
    actions = List.copyOf(actions);
  }

  /** The backup as it was listed. */
  public record Picked(String name, Instant takenAt, long sizeBytes) {}

  /**
   * The test restore or the rehearsal.
   *
   * @param origin its own thread
   * @param job its id; empty for the moment in which it is asked for
   * @param by who ran it; the bot for one that ran by itself
   * @param outcome what it said; empty while it runs
   * @param downtime what a rehearsal measured, for people
   */
  public record Run(
      String origin,
      Optional<String> job,
      Actor by,
      Instant startedAt,
      Optional<Instant> endedAt,
      Optional<Outcome> outcome,
      Optional<String> downtime) {
    public Run {
      downtime = downtime == null ? Optional.empty() : downtime; // that of earlier versions
    }

    /** Returns its duration, once it has ended. */
    public Optional<Duration> took() {
      return endedAt.map(end -> Duration.between(startedAt, end));
    }
  }

  /** Something that somebody added. */
  public record Note(Actor by, Instant at, String text) {}

  /** The person who signed it off, and the time. */
  public record Signature(Actor by, Instant at) {}

  static Drill due(String id, DrillSettings of, Instant dueAt, boolean scheduled, String origin) {
    return new Drill(
        id,
        of.database(),
        of.kind(),
        dueAt,
        scheduled,
        DrillState.DUE,
        origin,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        0,
        Optional.empty(),
        dueAt,
        0);
  }

  /**
   * The same in another state.
   *
   * @throws IllegalStateException when the table of transitions has no such step
   */
  Drill become(DrillState next, Instant at) {
    if (!state.next().contains(next)) {
      throw new IllegalStateException("drill " + id + " cannot go from " + state + " to " + next);
    }
    return copy(next, backup, run, issues, actions, signedOff, escalated, Optional.empty(), at);
  }

  Drill withBackup(Optional<Picked> picked) {
    return copy(state, picked, run, issues, actions, signedOff, escalated, wakeAt, changedAt);
  }

  Drill withRun(Run now) {
    return copy(
        state, backup, Optional.of(now), issues, actions, signedOff, escalated, wakeAt, changedAt);
  }

  Drill withIssue(Note note) {
    return copy(
        state, backup, run, more(issues, note), actions, signedOff, escalated, wakeAt, changedAt);
  }

  Drill withAction(Note note) {
    return copy(
        state, backup, run, issues, more(actions, note), signedOff, escalated, wakeAt, changedAt);
  }

  Drill withSignature(Signature by) {
    return copy(state, backup, run, issues, actions, Optional.of(by), escalated, wakeAt, changedAt);
  }

  Drill withEscalation(int step) {
    return copy(state, backup, run, issues, actions, signedOff, step, wakeAt, changedAt);
  }

  Drill withWake(Instant at) {
    return copy(
        state, backup, run, issues, actions, signedOff, escalated, Optional.of(at), changedAt);
  }

  /** The same as stored with that version. */
  public Drill withVersion(long stored) {
    return new Drill(
        id, database, kind, dueAt, scheduled, state, origin, backup, run, issues, actions,
        signedOff, escalated, wakeAt, changedAt, stored);
  }

  /** Returns what it is about, for people and in subjects: its database, and its kind. */
  public String subject() {
    return kind.subject(database);
  }

  private static List<Note> more(List<Note> notes, Note note) {
    return Stream.concat(notes.stream(), Stream.of(note)).toList();
  }

  private Drill copy(
      DrillState newState,
      Optional<Picked> picked,
      Optional<Run> newRun,
      List<Note> newIssues,
      List<Note> newActions,
      Optional<Signature> signature,
      int step,
      Optional<Instant> wake,
      Instant at) {
    return new Drill(
        id,
        database,
        kind,
        dueAt,
        scheduled,
        newState,
        origin,
        picked,
        newRun,
        newIssues,
        newActions,
        signature,
        step,
        wake,
        at,
        version);
  }
}
