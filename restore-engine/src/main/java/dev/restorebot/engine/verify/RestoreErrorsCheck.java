package dev.restorebot.engine.verify;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.load.LoadError;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.text.Counts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks that the restore reported no error other than those known to be harmless. */
public final class RestoreErrorsCheck implements Check {
  static final String NAME = "restore-errors";
  private static final int SHOWN = 5;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean dependsOnRestore() {
    return false;
  }

  @Override
  public CheckResult run(CheckContext context) {
    return of(context.load());
  }

  public static CheckResult of(LoadResult load) {
    String harmless =
        load.ignored().entrySet().stream()
            .map(entry -> Counts.of(entry.getValue(), "error") + " ignored: " + entry.getKey())
            .sorted()
            .collect(Collectors.joining("; "));
    if (load.errorCount() == 0) {
      return CheckResult.passed(
          NAME, harmless.isEmpty() ? "no errors" : "no significant errors (" + harmless + ")");
    }
    String detail =
        load.errorCount()
            + (load.errorCount() == 1 ? " error: " : " errors: ")
            + load.errors().stream()
                .limit(SHOWN)
                .map(LoadError::display)
                .collect(Collectors.joining("; "))
            + (load.errorCount() > SHOWN ? "; …" : "")
            + (harmless.isEmpty() ? "" : " (besides " + harmless + ")");
    List<Problem> problems = problems(load);
    boolean environment =
        problems.stream().anyMatch(problem -> problem.code().blame() == Blame.ENVIRONMENT);
    return environment
        ? CheckResult.unknown(NAME, detail, problems)
        : CheckResult.failed(NAME, detail, problems);
  }

  /** One problem for each kind, so that five hundred like errors do not hide another. */
  private static List<Problem> problems(LoadResult load) {
    Map<Object, Problem> byKind = new LinkedHashMap<>();
    load.errors().forEach(error -> byKind.putIfAbsent(error.problem().code(), error.problem()));
    return new ArrayList<>(byKind.values());
  }
}
