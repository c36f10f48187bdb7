package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Baseline;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Schema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks that the schema is the same as in the last run that passed. */
public final class SchemaDriftCheck implements Check {
  static final String NAME = "schema-drift";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.STANDARD;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    Schema now = SchemaReader.read(context.connection());
    context.findings().schema(now);
    Optional<Baseline> baseline = context.restored().baseline().filter(b -> b.schema().isPresent());
    if (baseline.isEmpty()) {
      return CheckResult.skipped(NAME, "no earlier run of this database that passed checked it");
    }
    Schema before = baseline.get().schema().orElseThrow();
    String detail = difference(before, now);
    String since = "since the last run that passed, " + baseline.get().shown();
    if (detail.isEmpty()) {
      return CheckResult.passed(NAME, now.objects().size() + " objects, no change " + since);
    }
    return context.ladder().drift().schemaFails()
        ? CheckResult.failed(
            NAME,
            detail + " " + since,
            "The schema differs from that of the last run that passed.",
            "If a migration did this, run the test once with `verify.schema-drift: note`;"
                + " otherwise find out who changed production's schema.")
        : CheckResult.passed(NAME, "for information: " + detail + " " + since);
  }

  /** What changed, for people; empty when nothing did. */
  public static String difference(Schema before, Schema now) {
    List<String> parts = new ArrayList<>();
    add(parts, "added", without(now, before));
    add(parts, "gone", without(before, now));
    // Another version may word the same definition otherwise.
    if (before.serverMajor() == now.serverMajor()) {
      add(parts, "changed", changed(before, now));
    }
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, String title, List<String> names) {
    if (!names.isEmpty()) {
      parts.add(title + ": " + Lists.of(names));
    }
  }

  private static List<String> without(Schema all, Schema others) {
    return all.objects().keySet().stream()
        .filter(name -> !others.objects().containsKey(name))
        .toList();
  }

  private static List<String> changed(Schema before, Schema now) {
    return now.objects().entrySet().stream()
        .filter(e -> before.objects().containsKey(e.getKey()))
        .filter(e -> !before.objects().get(e.getKey()).equals(e.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }
}
