package dev.restorebot.engine.job;

import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.ObjectKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Says what a test restore proves of a backup, and what it does not: at most two sentences each,
 * derived from the results of the checks that ran. docs/checks.md has all cases in a table.
 *
 * @param proves what was checked and holds
 * @param doesNotProve what the checks cannot show, and what was not checked
 */
public record Proof(String proves, String doesNotProve) {
  private static final String EXPECTED = "expected-counts";
  private static final Set<String> DRIFT = Set.of("schema-drift", "row-drift");
  private static final Set<String> CONFIGURED =
      Set.of("key-tables", "alembic", "canary", "row-minimum", "freshness", "assertions");

  static Proof of(Report report) {
    return switch (report.outcome()) {
      case PASSED -> new Proof(passed(report), unproved(report));
      case FAILED ->
          new Proof(
              "The backup, or what was restored from it, is wrong"
                  + named(": ", names(report, Set.of("failed")))
                  + ".",
              "Whether production is wrong as well.");
      case COULD_NOT_VERIFY ->
          new Proof(
              "Nothing about the backup as a whole.",
              "Whether it is good or bad"
                  + named("; without a result: ", names(report, Set.of("could-not-verify")))
                  + ".");
    };
  }

  private static String passed(Report report) {
    List<String> holds = new ArrayList<>();
    if (report.backup().sha256().isPresent()) {
      holds.add("the whole file was read");
    }
    if (good(report, "restore-errors")) {
      holds.add("it restores with no significant errors");
    }
    if (hasItsObjects(report)) {
      holds.add(
          "the "
              + sentence(Arrays.stream(ObjectKind.values()).map(ObjectKind::label).toList())
              + " of its table of contents exist");
    }
    long scripts =
        report.checks().stream()
            .filter(check -> check.name().startsWith("after-restore ") && isGood(check))
            .count();
    if (scripts > 0) {
      holds.add(
          scripts == 1
              ? "your script ran without an error"
              : "your " + scripts + " scripts ran without an error");
    }
    String counted = good(report, EXPECTED) ? EXPECTED : "rows";
    String rows =
        report.checks().stream()
            .filter(check -> check.name().equals(counted) && isGood(check))
            .map(check -> check.detail() + ".")
            .findFirst()
            .orElse("");
    String first = holds.isEmpty() ? "At least one check passed." : capital(sentence(holds)) + ".";
    return (first + " " + rows).strip();
  }

  private static String unproved(Report report) {
    if (good(report, EXPECTED)) {
      return "That the values are those of production: only the number of rows of each table and"
          + " the values of queries were compared."
          + unchecked(report);
    }
    List<String> sources = new ArrayList<>(List.of("itself"));
    if (DRIFT.stream().anyMatch(name -> good(report, name))) {
      sources.add("the last passed test");
    }
    List<String> configured =
        report.checks().stream()
            .filter(check -> isGood(check) && CONFIGURED.contains(check.name()))
            .map(Report.CheckFacts::name)
            .toList();
    if (!configured.isEmpty()) {
      sources.add("the settings of " + sentence(configured));
    }
    return "That the backup has everything that production has: it was compared only with "
        + sentence(sources)
        + "."
        + unchecked(report);
  }

  private static String unchecked(Report report) {
    List<String> open = new ArrayList<>();
    if (report.loader().filter(LoadResult.OWN_LOADER::equals).isPresent()
        || report.sandbox().filter(at -> at.runtime().equals("embedded")).isPresent()) {
      open.add(
          "whether "
              + (report.backup().format().filter("plain"::equals).isPresent()
                  ? "psql"
                  : "pg_restore")
              + " of production's version reads the file, since restore-bot loaded it itself");
    }
    if (hasItsObjects(report)) {
      open.add("whether policies, rules, types, grants and other kinds of objects exist");
    }
    boolean archive =
        report.backup().format().filter(format -> !format.equals("plain")).isPresent();
    if (archive && !good(report, EXPECTED)) {
      open.add("the number of rows in the backup, which an archive does not record");
    } else if (good(report, "rows") && !good(report, EXPECTED) && !rowsWereCompared(report)) {
      open.add("the number of rows in the backup, which is known only where pg_dump wrote COPY");
    }
    if (good(report, "text-encoding")) {
      open.add("the encoding of text beyond a sample of each table");
    }
    int warnings = report.warnings().size();
    if (warnings > 0) {
      String found = warnings == 1 ? "the warning" : "the " + counted(warnings, "warning");
      open.add("whether production has what " + found + " found");
    }
    int skipped = names(report, Set.of("skipped")).size();
    if (skipped > 0) {
      open.add(counted(skipped, "skipped check") + (skipped == 1 ? ", which" : ", each of which"));
    }
    String tail = skipped > 0 ? " says why" : "";
    return open.isEmpty() ? "" : " Not checked: " + String.join("; ", open) + tail + ".";
  }

  private static boolean hasItsObjects(Report report) {
    return Arrays.stream(ObjectKind.values()).allMatch(kind -> good(report, kind.label()));
  }

  private static boolean rowsWereCompared(Report report) {
    return report.checks().stream()
        .anyMatch(check -> check.name().equals("rows") && check.detail().contains(" equal to "));
  }

  private static List<String> names(Report report, Set<String> statuses) {
    return report.checks().stream()
        .filter(check -> statuses.contains(check.status()))
        .map(Report.CheckFacts::name)
        .toList();
  }

  private static boolean good(Report report, String name) {
    return report.checks().stream().anyMatch(check -> check.name().equals(name) && isGood(check));
  }

  private static boolean isGood(Report.CheckFacts check) {
    return check.status().equals("passed") || check.isWarning();
  }

  private static String named(String before, List<String> names) {
    return names.isEmpty() ? "" : before + Lists.of(names);
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String sentence(List<String> parts) {
    int last = parts.size() - 1;
    return last == 0
        ? parts.get(0)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
