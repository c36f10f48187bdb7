package dev.restorebot.engine.verify;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a verification.
 *
 * @param checks every check with its result, in a fixed order
 * @param tables exact row counts, by schema and name
 * @param level how thorough it was
 * @param schema the schema in short, when it was looked at
 * @param fingerprints of every table's rows, by {@code schema.name}, when they were made
 * @param samples the rows that sample queries gave
 */
public record Verification(
    List<CheckResult> checks,
    List<TableRows> tables,
    Optional<Level> level,
    Optional<Schema> schema,
    Map<String, String> fingerprints,
    List<SampleTable> samples) {
  public Verification {
    checks = List.copyOf(checks);
    tables = List.copyOf(tables);
    fingerprints = Map.copyOf(fingerprints);
    samples = List.copyOf(samples);
  }

  /** Of checks and row counts alone. */
  public Verification(List<CheckResult> checks, List<TableRows> tables) {
    this(checks, tables, Optional.empty(), Optional.empty(), Map.of(), List.of());
  }

  /** The same with further results after those of its checks. */
  public Verification with(List<CheckResult> more) {
    List<CheckResult> all = new ArrayList<>(checks);
    all.addAll(more);
    return new Verification(all, tables, level, schema, fingerprints, samples);
  }

  /**
   * PASSED only when every check passed, if with a warning, or was not asked for, and at least one
   * passed. A fault of the environment during the restore outweighs what it broke: then nothing is
   * known of the backup.
   */
  public Outcome outcome() {
    if (checks.stream().anyMatch(Verification::environmentFault)) {
      return Outcome.COULD_NOT_VERIFY;
    }
    if (has(CheckStatus.FAILED)) {
      return Outcome.FAILED;
    }
    return has(CheckStatus.COULD_NOT_VERIFY) || !has(CheckStatus.PASSED)
        ? Outcome.COULD_NOT_VERIFY
        : Outcome.PASSED;
  }

  /**
   * All problems, in the order of the checks. After a fault of the environment during the restore
   * only those of the environment: the others may be its consequences, and accuse the backup.
   */
  public List<Problem> problems() {
    boolean environment = checks.stream().anyMatch(Verification::environmentFault);
    return checks.stream()
        .flatMap(check -> check.problems().stream())
        .filter(problem -> !environment || problem.code().blame() == Blame.ENVIRONMENT)
        .distinct()
        .toList();
  }

  private static boolean environmentFault(CheckResult check) {
    return check.name().equals(RestoreErrorsCheck.NAME)
        && check.status() == CheckStatus.COULD_NOT_VERIFY
        && check.problems().stream().anyMatch(p -> p.code().blame() == Blame.ENVIRONMENT);
  }

  private boolean has(CheckStatus status) {
    return checks.stream().anyMatch(check -> check.status() == status);
  }
}
