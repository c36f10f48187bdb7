package dev.restorebot.engine.evidence;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.verify.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the evidence of a test restore. */
public final class TestSubject {
  private TestSubject() {}

  /**
   * The subject of a job that ended or is READY.
   *
   * @param history of the job, oldest first
   * @param tools versions of our own programs
   */
  public static Subject of(Job job, List<JobEvent> history, List<Subject.Fact> tools) {
    Optional<Report> whole = job.report().map(ReportJson::read);
    Optional<Report> report = whole.map(ReportJson::withoutSamples);
    return new Subject(
        "test-restore",
        job.id(),
        new Subject.BackupFile(
            job.backup(),
            report.flatMap(r -> r.backup().sha256()),
            report.flatMap(r -> r.backup().sizeBytes())),
        job.outcome().orElse(Outcome.COULD_NOT_VERIFY),
        job.state().name(),
        job.reason().map(Problem::message).or(() -> cancelled(job)),
        job.createdAt(),
        job.changedAt(),
        people(job, history),
        facts(job, whole),
        history.stream()
            .map(e -> new Subject.Step(e.at(), e.what(), e.by().name(), e.detail()))
            .toList(),
        report,
        List.of(),
        versions(job, report, tools),
        List.of());
  }

  private static Optional<String> cancelled(Job job) {
    return job.state() == JobState.CANCELLED
        ? Optional.of("it was cancelled before it finished")
        : Optional.empty();
  }

  private static List<Subject.Person> people(Job job, List<JobEvent> history) {
    List<Subject.Person> people = new ArrayList<>();
    people.add(new Subject.Person("requested it", job.requestedBy(), job.createdAt()));
    history.stream()
        .filter(event -> event.what().equals(JobState.CANCELLED.name()))
        .forEach(event -> people.add(new Subject.Person("cancelled it", event.by(), event.at())));
    return people;
  }

  private static List<Subject.Fact> facts(Job job, Optional<Report> report) {
    List<Subject.Fact> facts = new ArrayList<>();
    facts.add(new Subject.Fact("file", job.file()));
    report
        .flatMap(Report::level)
        .ifPresent(level -> facts.add(new Subject.Fact("level of verification", level)));
    report
        .filter(r -> !r.samples().isEmpty())
        .ifPresent(
            r ->
                facts.add(
                    new Subject.Fact(
                        "sample queries",
                        r.samples().size() + " were run; their rows are not part of a report")));
    report
        .map(Report::backup)
        .ifPresent(
            backup -> {
              backup.database().ifPresent(d -> facts.add(new Subject.Fact("database", d)));
              backup.format().ifPresent(f -> facts.add(new Subject.Fact("format", f)));
              backup
                  .createdAt()
                  .ifPresent(at -> facts.add(new Subject.Fact("dumped at", at.toString())));
            });
    return facts;
  }

  private static List<Subject.Fact> versions(
      Job job, Optional<Report> report, List<Subject.Fact> tools) {
    List<Subject.Fact> versions = new ArrayList<>(tools);
    report
        .flatMap(r -> r.backup().serverVersion())
        .ifPresent(v -> versions.add(new Subject.Fact("PostgreSQL server that was dumped", v)));
    job.sandbox()
        .ifPresent(
            sandbox -> {
              versions.add(
                  new Subject.Fact("PostgreSQL server of the sandbox", sandbox.serverVersion()));
              versions.add(new Subject.Fact("image or programs", sandbox.image()));
              versions.add(
                  new Subject.Fact(
                      "pg_restore, psql", "those of the image or programs; not asked separately"));
            });
    return versions;
  }
}
