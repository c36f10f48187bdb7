package dev.restorebot.engine.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.SampleTable;
import dev.restorebot.engine.verify.Schema;
import dev.restorebot.engine.verify.TableRows;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The facts of a finished test restore, in the shape of the JSON output ({@code report.schema.json}
 * beside this class). Holds no secret.
 *
 * @param outcome what may be said of the backup
 * @param backup the backup
 * @param sandbox the sandbox, when one was started
 * @param timings milliseconds by step, in order
 * @param tables exact row counts
 * @param checks every check
 * @param problems what went wrong and what to do; advice included
 * @param level how thorough the verification was: quick, standard or deep; empty without one
 * @param schema the restored schema in short, when it was looked at
 * @param fingerprints of every table's rows, by {@code schema.name}, when they were made
 * @param samples rows of sample queries, personal data masked
 * @param loader the program that loaded the backup: {@code pg_restore}, {@code psql} or {@code
 *     restore-bot}; empty when none did to the end, and in reports of earlier versions
 * @param restoreTimeline milliseconds after which each percent of the restore's work was done, from
 *     1 to 100; empty when nothing was restored
 */
public record Report(
    Outcome outcome,
    BackupFacts backup,
    Optional<SandboxFacts> sandbox,
    Map<String, Long> timings,
    List<TableRows> tables,
    List<CheckFacts> checks,
    List<ProblemFacts> problems,
    Optional<String> level,
    Optional<Schema> schema,
    Map<String, String> fingerprints,
    List<SampleTable> samples,
    Optional<String> loader,
    List<Long> restoreTimeline) {
  public Report {
    tables = List.copyOf(tables);
    checks = List.copyOf(checks);
    problems = List.copyOf(problems);
    // Reports that an earlier version stored have none of these.
    fingerprints = fingerprints == null ? Map.of() : new java.util.TreeMap<>(fingerprints);
    samples = samples == null ? List.of() : List.copyOf(samples);
    loader = loader == null ? Optional.empty() : loader;
    restoreTimeline = restoreTimeline == null ? List.of() : List.copyOf(restoreTimeline);
  }

  /** Returns whether the backup is broken, so that nothing was restored from it. */
  @JsonIgnore
  public boolean backupUnusable() {
    return outcome == Outcome.FAILED && unchecked(Blame.BACKUP).isPresent();
  }

  /** Returns why what was given could not be read, so that nothing is known of the backup. */
  @JsonIgnore
  public Optional<ProblemFacts> notRead() {
    return outcome == Outcome.COULD_NOT_VERIFY ? unchecked(Blame.INPUT) : Optional.empty();
  }

  private Optional<ProblemFacts> unchecked(Blame blame) {
    return checks.isEmpty()
        ? problems.stream().filter(problem -> problem.blame() == blame).findFirst()
        : Optional.empty();
  }

  /** Returns what this run proves of the backup, and what it does not. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public Proof proof() {
    return Proof.of(this);
  }

  /** The checks that passed with something that people should know of. */
  @JsonIgnore
  public List<CheckFacts> warnings() {
    return checks.stream().filter(CheckFacts::isWarning).toList();
  }

  /** Words such as {@code with 2 warnings}; empty unless it passed with some. */
  @JsonIgnore
  public Optional<String> withWarnings() {
    int count = warnings().size();
    return outcome == Outcome.PASSED && count > 0
        ? Optional.of("with " + count + (count == 1 ? " warning" : " warnings"))
        : Optional.empty();
  }

  /**
   * The backup.
   *
   * @param file path as given
   * @param sha256 of the file as stored; empty when it was not read whole
   * @param sizeBytes as stored; empty when it is missing
   * @param format {@code custom}, {@code tar}, {@code directory} or {@code plain}
   * @param encrypted whether it is encrypted; empty when not known
   * @param database name of the dumped database
   * @param serverVersion version of the server that was dumped
   * @param createdAt when the dump was made
   */
  public record BackupFacts(
      String file,
      Optional<String> sha256,
      Optional<Long> sizeBytes,
      Optional<String> format,
      Optional<Boolean> encrypted,
      Optional<String> database,
      Optional<String> serverVersion,
      Optional<Instant> createdAt) {}

  /**
   * The sandbox.
   *
   * @param runtime {@code docker}, {@code local} or {@code embedded}
   * @param image Docker image, or the folder of the PostgreSQL programs
   * @param container name of the container, or of the data folder
   * @param volume name of the volume, or path of the data folder
   * @param jdbcUrl address without a password
   * @param expiresAt when it goes; empty when it is gone already
   */
  public record SandboxFacts(
      String runtime,
      String image,
      String container,
      String volume,
      String jdbcUrl,
      Optional<Instant> expiresAt) {}

  /** A check: {@code status} is passed, warning, failed, skipped or could-not-verify. */
  public record CheckFacts(String name, String status, String detail) {
    /** Converts the result of a check. */
    public static CheckFacts of(CheckResult result) {
      return new CheckFacts(
          result.name(),
          result.status().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          result.detail());
    }

    /** Returns whether it passed with something that people should know of. */
    @JsonIgnore
    public boolean isWarning() {
      return status.equals("warning");
    }
  }

  /** A problem with its stable code. */
  public record ProblemFacts(String code, String message, String hint) {
    /** Returns who is to blame, by its code. */
    @JsonIgnore
    public Blame blame() {
      return ProblemCode.ofCode(code).blame();
    }
  }
}
