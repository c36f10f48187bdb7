package dev.restorebot.engine.disaster;

import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says how the daily runbook of a target is.
 *
 * @param file where it is
 * @param writtenAt when it was last written; empty when it never was
 * @param backup the backup that it restores
 * @param copy where its copy is; empty when none is configured
 * @param copiedAt when the copy was last written
 * @param fault why the last try to write it or its copy failed, with what to do
 */
public record RunbookStatus(
    String file,
    Optional<Instant> writtenAt,
    Optional<String> backup,
    Optional<String> copy,
    Optional<Instant> copiedAt,
    Optional<Fault> fault) {
  /** It is written daily, so this is one that was missed. */
  private static final Duration OLD = Duration.ofHours(49);

  /**
   * A failure and its remedy.
   *
   * @param what the failure, as a sentence
   * @param cure what to do
   */
  public record Fault(String what, String cure) {}

  static RunbookStatus none(String file) {
    return new RunbookStatus(
        file,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  RunbookStatus written(Instant now, String of) {
    return new RunbookStatus(file, Optional.of(now), Optional.of(of), copy, copiedAt, fault);
  }

  RunbookStatus copied(Optional<String> place, Optional<Instant> at, Optional<Fault> why) {
    return new RunbookStatus(file, writtenAt, backup, place, at, why);
  }

  RunbookStatus failed(Fault why) {
    return new RunbookStatus(file, writtenAt, backup, copy, copiedAt, Optional.of(why));
  }

  /** Returns what is wrong with it and what to do; empty when it is there and new. */
  public Optional<Fault> problem(Instant now) {
    String age =
        writtenAt
            .map(at -> " The one in " + file + " is " + age(at, now) + " old.")
            .orElse(" There is no runbook yet.");
    if (fault.isPresent()) {
      return Optional.of(new Fault(fault.get().what() + age, fault.get().cure()));
    }
    if (writtenAt.isEmpty()) {
      return Optional.of(
          new Fault(
              "The daily runbook was not written yet.",
              "Let the bot run: it writes it a minute after the start and every day."));
    }
    return writtenAt.get().plus(OLD).isBefore(now)
        ? Optional.of(
            new Fault(
                "The daily runbook was not written lately." + age,
                "Let the bot run: it writes it a minute after the start and every day. If it runs,"
                    + " read its log."))
        : Optional.empty();
  }

  /** Returns where it and its copy are, and how old. */
  public String text(Instant now) {
    return "The runbook is in "
        + file
        + writtenAt.map(at -> ", written " + age(at, now) + " ago").orElse("")
        + backup.map(name -> ", for " + name).orElse("")
        + copy.map(
                place ->
                    "; its copy is in "
                        + place
                        + copiedAt.map(at -> ", written " + age(at, now) + " ago").orElse(""))
            .orElse("")
        + ".";
  }

  private static String age(Instant at, Instant now) {
    return Durations.minutes(Duration.between(at, now));
  }
}
