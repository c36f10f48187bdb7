package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.backup.BackupPlace;
import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the facts of a test restore while it runs. Not thread-safe. */
public final class ReportBuilder {
  private final String file;
  private final Map<String, Long> timings = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private Optional<BackupArchive> archive = Optional.empty();
  private Optional<String> database = Optional.empty();
  private Optional<SandboxInfo> sandbox = Optional.empty();
  private Optional<Instant> expiresAt = Optional.empty();
  private Optional<Verification> verification = Optional.empty();
  private Optional<String> productionImage = Optional.empty();
  private Optional<String> loader = Optional.empty();
  private List<Long> restoreTimeline = List.of();

  /** A report about that file, of which nothing is known yet. */
  public ReportBuilder(String file) {
    this.file = file;
  }

  /** Notes how long a step took; steps are shown in the order of these calls. */
  public void took(String step, Duration duration) {
    timings.put(step, duration.toMillis());
  }

  /** Notes what the backup is, and the name its database goes by. */
  public void archive(BackupArchive read, String databaseName) {
    archive = Optional.of(read);
    database = Optional.of(databaseName);
  }

  /** The sandbox and when it goes; empty when it is gone. */
  public void sandbox(SandboxInfo info, Optional<Instant> goesAt) {
    sandbox = Optional.of(info);
    expiresAt = goesAt;
  }

  /** Notes what the verification found. */
  public void verification(Verification found) {
    verification = Optional.of(found);
  }

  /**
   * Notes how the backup was restored.
   *
   * @param program what loaded it, as {@link Report#loader}
   * @param millis when each percent of the restore's work was done
   */
  public void restored(String program, List<Long> millis) {
    loader = Optional.of(program);
    restoreTimeline = millis;
  }

  /** Notes the image that production runs, which is offered where the sandbox's lacks something. */
  public void productionImage(String image) {
    productionImage = Optional.of(image);
  }

  /** Something that went wrong, or advice. */
  public void problem(Problem problem) {
    problems.add(problem);
  }

  /**
   * The report as things stand. Without a verification nobody passed: a backup that is known to be
   * broken failed, everything else could not be verified.
   */
  public Report build() {
    List<Problem> all = new ArrayList<>(problems);
    verification.ifPresent(found -> all.addAll(found.problems()));
    return new Report(
        outcome(),
        backup(),
        sandbox.map(this::sandboxFacts),
        new LinkedHashMap<>(timings),
        verification.map(Verification::tables).orElse(List.of()),
        verification.map(Verification::checks).orElse(List.of()).stream()
            .map(Report.CheckFacts::of)
            .toList(),
        all.stream().map(this::withProductionImage).map(ReportBuilder::problemFacts).toList(),
        verification.flatMap(Verification::level).map(Level::label),
        verification.flatMap(Verification::schema),
        verification.map(Verification::fingerprints).orElse(Map.of()),
        verification.map(Verification::samples).orElse(List.of()),
        loader,
        restoreTimeline);
  }

  private Problem withProductionImage(Problem problem) {
    return productionImage
        .map(
            image ->
                ProductionImage.offer(
                    problem,
                    database.orElse("<name>"),
                    image,
                    sandbox.filter(info -> info.runtime().equals("docker")).isPresent()))
        .orElse(problem);
  }

  private Outcome outcome() {
    boolean fault = problems.stream().anyMatch(p -> p.code().blame() == Blame.ENVIRONMENT);
    if (fault) {
      return Outcome.COULD_NOT_VERIFY;
    }
    return verification
        .map(Verification::outcome)
        .orElseGet(
            () ->
                problems.stream().anyMatch(p -> p.code().blame() == Blame.BACKUP)
                    ? Outcome.FAILED
                    : Outcome.COULD_NOT_VERIFY);
  }

  private Report.BackupFacts backup() {
    return new Report.BackupFacts(
        file,
        archive.flatMap(BackupArchive::sha256).filter(read -> !changed()),
        archive.map(BackupArchive::sizeBytes).or(this::sizeOnDisk),
        archive.map(a -> a.format().label()),
        archive.map(BackupArchive::encrypted),
        database,
        archive.flatMap(a -> a.header().serverVersion()),
        archive.flatMap(a -> a.header().createdAt()));
  }

  /** Then the bytes that were loaded are not those that were read. */
  private boolean changed() {
    return problems.stream().anyMatch(p -> p.code() == ProblemCode.BACKUP_CHANGED);
  }

  private Optional<Long> sizeOnDisk() {
    try {
      Path path = BackupPlace.path(file);
      return Files.isRegularFile(path) ? Optional.of(Files.size(path)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Report.SandboxFacts sandboxFacts(SandboxInfo info) {
    return new Report.SandboxFacts(
        info.runtime(), info.image(), info.container(), info.volume(), info.jdbcUrl(), expiresAt);
  }

  private static Report.ProblemFacts problemFacts(Problem problem) {
    return new Report.ProblemFacts(problem.code().code(), problem.message(), problem.hint());
  }
}
