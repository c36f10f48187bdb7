package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The objects of one kind are exactly those that the archive's table of contents lists. */
final class StructureCheck implements Check {
  private static final int SHOWN = 10;

  private final ObjectKind kind;

  StructureCheck(ObjectKind kind) {
    this.kind = kind;
  }

  @Override
  public String name() {
    return kind.label();
  }

  @Override
  public CheckResult run(CheckContext context) {
    Set<String> expected = comparable(expected(context.archive().entries()));
    Set<String> actual = comparable(context.catalog().objects().get(kind));
    if (context.archive().entries().isEmpty()) {
      return CheckResult.skipped(
          name(), actual.size() + " found; the backup has no table of contents to compare with");
    }
    List<String> missing = without(expected, actual);
    List<String> extra = without(actual, expected);
    if (missing.isEmpty() && extra.isEmpty()) {
      return CheckResult.passed(
          name(),
          expected.isEmpty()
              ? "none in the table of contents, none restored"
              : expected.size()
                  + " of "
                  + expected.size()
                  + " in the table of contents restored, no others");
    }
    String detail =
        expected.size()
            + " in the table of contents, "
            + actual.size()
            + " restored"
            + list("; missing: ", missing)
            + list("; not in the backup: ", extra);
    Problem problem =
        new Problem(
            ProblemCode.CHECK_FAILED,
            kind.label() + ": " + detail + ".",
            hint(missing.isEmpty(), context.load().ignored().isEmpty()));
    return CheckResult.failed(
        name(), detail, List.of(UndoneScript.orElse(context.archive(), problem)));
  }

  /** Returns what to do if the restore reported no error that counts. */
  private static String hint(boolean onlyMore, boolean noneIgnored) {
    if (onlyMore) {
      return "See whether the sandbox's image creates them, or an event trigger of the backup. If"
          + " not, the file was changed after pg_dump wrote it.";
    }
    return (noneIgnored
            ? "No statement of the backup failed, so the file does not contain them"
            : "Read the ignored restore errors; if none is of these objects, the file does not"
                + " contain them")
        + " although it lists them: it was changed after pg_dump wrote it. Use another"
        + " generation.";
  }

  private Set<String> comparable(Set<String> names) {
    return kind != ObjectKind.FUNCTIONS
        ? names
        : names.stream()
            .map(StructureCheck::comparable)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Spells a function's argument types as every pg_dump does: --quote-all-identifiers quotes them,
   * and until 10.2 types in the function's own schema were written without it.
   */
  private static String comparable(String function) {
    String plain = function.replace("\"", "");
    int arguments = plain.indexOf('(');
    int dot = plain.indexOf('.');
    if (arguments < 0 || dot < 0 || dot > arguments) {
      return plain;
    }
    String own = plain.substring(0, dot + 1);
    return plain.substring(0, arguments)
        + plain.substring(arguments).replace("(" + own, "(").replace(", " + own, ", ");
  }

  private Set<String> expected(List<TocEntry> entries) {
    return entries.stream()
        .filter(entry -> ObjectKind.ofToc(entry.kind()).equals(java.util.Optional.of(kind)))
        .map(entry -> Identifiers.shown(entry.schema(), entry.name()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> without(Set<String> all, Set<String> others) {
    List<String> left = new ArrayList<>(all);
    left.removeAll(others);
    return left;
  }

  private static String list(String title, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return title + shown + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
  }
}
