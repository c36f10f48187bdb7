package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The subject of a piece of evidence. Written once for each state that is worth keeping; a later
 * one of the same id becomes the next revision.
 *
 * @param kind {@code test-restore}, {@code disaster-restore}, {@code rehearsal} or {@code drill}
 * @param id the job's id: letters, digits and {@code -} only, for it names a folder
 * @param backup what was restored
 * @param outcome what may be said of the backup
 * @param state where it ended, such as {@code READY}
 * @param reason why it ended that way, when not by passing
 * @param requestedAt when it was asked for
 * @param endedAt when it reached its state
 * @param people who asked, approved, signed off …
 * @param facts what else is worth knowing, by name
 * @param steps what happened, oldest first
 * @param report the facts of its restore and verification, when there are some
 * @param checks what was checked, where there is no report; {@link ChecksMade} sorts them
 * @param versions of tools and servers, by name
 * @param annex more, such as the record of a drill
 */
public record Subject(
    String kind,
    String id,
    BackupFile backup,
    Outcome outcome,
    String state,
    Optional<String> reason,
    Instant requestedAt,
    Instant endedAt,
    List<Person> people,
    List<Fact> facts,
    List<Step> steps,
    Optional<Report> report,
    @JsonIgnore List<Report.CheckFacts> checks,
    List<Fact> versions,
    List<Annex> annex) {
  public Subject {
    if (!id.matches("[A-Za-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("not an id that can name a folder");
    }
    people = List.copyOf(people);
    facts = List.copyOf(facts);
    steps = List.copyOf(steps);
    checks = List.copyOf(checks);
    versions = List.copyOf(versions);
    annex = List.copyOf(annex);
  }

  /** Returns whether a disaster restore went beyond its request: anything of it was done. */
  boolean carriedOut() {
    return steps.stream()
        .anyMatch(
            step ->
                step.what().equals(DisasterEvidence.STATE)
                    && step.detail().startsWith(DisasterState.PREPARING.name()));
  }

  /** The same with more people and more to read: a drill's record, who signed it off. */
  public Subject with(String newKind, List<Person> more, List<Annex> pages) {
    return new Subject(
        newKind,
        id,
        backup,
        outcome,
        state,
        reason,
        requestedAt,
        endedAt,
        java.util.stream.Stream.concat(people.stream(), more.stream()).toList(),
        facts,
        steps,
        report,
        checks,
        versions,
        java.util.stream.Stream.concat(annex.stream(), pages.stream()).toList());
  }

  /** The backup; hash and size are empty when it was not read whole. */
  public record BackupFile(String name, Optional<String> sha256, Optional<Long> sizeBytes) {}

  /** Somebody's part in it. */
  public record Person(String role, String id, String name, Instant at) {
    public Person(String role, Actor actor, Instant at) {
      this(role, actor.id(), actor.name(), at);
    }
  }

  /** A value with its name. */
  public record Fact(String name, String value) {}

  /** Something that happened. */
  public record Step(Instant at, String what, String by, String detail) {}

  /** A page of plain text. */
  public record Annex(String title, String text) {}
}
