package dev.restorebot.engine.evidence;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the evidence of a rehearsal. */
final class RehearsalSubject {
  private RehearsalSubject() {}

  /**
   * The subject of a rehearsal that ended.
   *
   * @param tools versions of our own programs
   */
  static Subject of(Rehearsal rehearsal, List<Subject.Fact> tools) {
    Instant end = rehearsal.endedAt().orElse(rehearsal.startedAt());
    return new Subject(
        "rehearsal",
        rehearsal.id(),
        new Subject.BackupFile(
            rehearsal.backup(),
            Optional.of(rehearsal.sha256()).filter(hash -> !hash.isEmpty()),
            Optional.empty()),
        rehearsal.outcome().orElse(Outcome.COULD_NOT_VERIFY),
        rehearsal.cancelledBy().isPresent() ? "CANCELLED" : "ENDED",
        rehearsal.problem().map(Problem::message),
        rehearsal.startedAt(),
        end,
        people(rehearsal, end),
        facts(rehearsal),
        steps(rehearsal, end),
        Optional.empty(),
        rehearsal.checks().stream().map(Report.CheckFacts::of).toList(),
        tools,
        rehearsal.differences().isEmpty()
            ? List.of()
            : List.of(
                new Subject.Annex(
                    "Different from production in the rehearsal",
                    String.join("\n", rehearsal.differences()))));
  }

  private static List<Subject.Person> people(Rehearsal rehearsal, Instant end) {
    List<Subject.Person> people = new ArrayList<>();
    people.add(new Subject.Person("requested it", rehearsal.asked().by(), rehearsal.startedAt()));
    rehearsal
        .cancelledBy()
        .ifPresent(by -> people.add(new Subject.Person("cancelled it", by, end)));
    return people;
  }

  private static List<Subject.Fact> facts(Rehearsal rehearsal) {
    List<Subject.Fact> facts = new ArrayList<>();
    facts.add(new Subject.Fact("target", rehearsal.target()));
    if (!rehearsal.services().isEmpty()) {
      facts.add(
          new Subject.Fact("services that were started", String.join(", ", rehearsal.services())));
    }
    rehearsal
        .times()
        .forEach(
            part ->
                facts.add(
                    new Subject.Fact("time until " + part.name(), Durations.text(part.took()))));
    rehearsal
        .downtime()
        .ifPresent(
            time -> {
              facts.add(
                  new Subject.Fact(
                      "downtime of a disaster restore (RTO measured)",
                      Durations.text(time.measured()) + ", by the settings in force"));
              time.compared().ifPresent(words -> facts.add(new Subject.Fact("RTO", words)));
            });
    return facts;
  }

  private static List<Subject.Step> steps(Rehearsal rehearsal, Instant end) {
    return List.of(
        new Subject.Step(
            rehearsal.startedAt(), "STARTED", rehearsal.asked().by().name(), rehearsal.project()),
        new Subject.Step(
            end,
            rehearsal.cancelledBy().isPresent() ? "CANCELLED" : "ENDED",
            rehearsal.cancelledBy().map(by -> by.name()).orElse("restore-bot"),
            rehearsal.endedAt().isPresent()
                ? "everything that was made for it was removed"
                : "some parts could not be removed yet"));
  }
}
