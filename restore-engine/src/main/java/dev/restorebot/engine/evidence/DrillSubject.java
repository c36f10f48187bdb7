package dev.restorebot.engine.evidence;

import dev.restorebot.engine.drill.Drill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the evidence of a drill: its test restore or rehearsal, the runbook's record and the
 * sign-off.
 */
public final class DrillSubject {
  /** Its kind. */
  public static final String KIND = "drill";

  private DrillSubject() {}

  /**
   * Returns the test or rehearsal of a drill, with the drill's record.
   *
   * @param test the test restore or rehearsal that it ran
   */
  public static Subject of(Drill drill, Subject test) {
    List<Subject.Person> people = new ArrayList<>();
    drill
        .run()
        .ifPresent(
            run -> people.add(new Subject.Person("ran the drill", run.by(), run.startedAt())));
    drill
        .signedOff()
        .ifPresent(by -> people.add(new Subject.Person("signed the drill off", by.by(), by.at())));
    return test.with(KIND, people, List.of(new Subject.Annex("Drill record", record(drill))));
  }

  private static String record(Drill drill) {
    List<String> lines = new ArrayList<>();
    lines.add("Drill: " + drill.id() + (drill.scheduled() ? ", by schedule" : ", on request"));
    lines.add("Kind: " + drill.kind().noun());
    lines.add("Database: " + drill.database());
    lines.add("Due: " + drill.dueAt());
    drill
        .backup()
        .ifPresent(picked -> lines.add("Backup: " + picked.name() + ", of " + picked.takenAt()));
    drill
        .run()
        .ifPresent(
            run -> {
              lines.add("Start: " + run.startedAt());
              lines.add("End: " + run.endedAt().map(Object::toString).orElse("not known"));
              lines.add("Duration: " + run.took().map(Duration::toString).orElse("not known"));
              lines.add("Result: " + run.outcome().map(Enum::name).orElse("not known"));
              run.downtime().ifPresent(text -> lines.add("Down in a disaster: " + text));
              lines.add("Tested by: " + run.by().name() + " (" + run.by().id() + ")");
            });
    notes(lines, "Issues found", drill.issues());
    notes(lines, "Actions required", drill.actions());
    lines.add(
        "Signed off: "
            + drill
                .signedOff()
                .map(by -> by.by().name() + " (" + by.by().id() + "), " + by.at())
                .orElse("not yet"));
    return String.join("\n", lines);
  }

  private static void notes(List<String> lines, String title, List<Drill.Note> notes) {
    lines.add(title + ":" + (notes.isEmpty() ? " none noted" : ""));
    notes.forEach(
        note -> lines.add("- " + note.text() + " (" + note.by().name() + ", " + note.at() + ")"));
  }
}
