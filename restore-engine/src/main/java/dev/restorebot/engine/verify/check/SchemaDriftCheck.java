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
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks that the schema has lost nothing since the last test that passed. What was added or
 * changed is told; a table, key, index, constraint, sequence, trigger or policy that is gone is a
 * warning, and a failure when most are.
 */
public final class SchemaDriftCheck implements Check {
  public static final String NAME = "schema-drift";

  private static final Set<String> LOSSES =
      Set.of("table", "index", "constraint", "sequence", "trigger", "policy");

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
      return CheckResult.skipped(
          NAME, "no earlier test of this database has passed with this check");
    }
    Schema before = baseline.get().schema().orElseThrow();
    String detail = difference(before, now);
    String since = " since the last test that passed, " + baseline.get().shown();
    if (detail.isEmpty()) {
      return CheckResult.passed(NAME, now.objects().size() + " objects, no change" + since);
    }
    if (context.ladder().drift().schemaFails()) {
      return CheckResult.failed(
          NAME,
          detail + since,
          "The schema differs from that of the last test that passed.",
          "If a migration did this, run the test once with `verify.schema-drift: note`;"
              + " otherwise find out who changed production's schema.");
    }
    List<String> lost = lost(before, now, context);
    if (lost.isEmpty()) {
      return CheckResult.passed(NAME, "for information: " + detail + since);
    }
    return isMost(lost, before, context)
        ? CheckResult.failed(
            NAME,
            "lost: " + Lists.of(lost) + since,
            "Most of the tables, or of the keys, indexes and constraints, are no longer in the"
                + " backup.",
            "See whether they still exist in production. If so, the backup job leaves them out: run"
                + " pg_dump without options such as `--section`. If they were dropped on purpose,"
                + " list them in `verify.accept`.")
        : CheckResult.warning(
            NAME,
            detail + since,
            "The backup no longer has something that the last run had. This run is not used as the"
                + " next measure.",
            "See whether it still exists in production. If it was dropped on purpose, list it in"
                + " `verify.accept`, such as `"
                + lost.get(0)
                + "`.");
  }

  /**
   * Returns whether more than the permitted part of the tables, or of what keeps them sound, is
   * gone.
   */
  private static boolean isMost(List<String> lost, Schema before, CheckContext context) {
    int most = context.ladder().drift().maxDrop();
    boolean keysGone = lost.stream().anyMatch(SchemaDriftCheck::isKey);
    return (keysGone && BackupGapsCheck.hasNoPostData(context.archive()))
        || exceeds(lost, before, SchemaDriftCheck::isKey, most)
        || exceeds(lost, before, name -> name.startsWith("table "), most);
  }

  private static boolean exceeds(
      List<String> lost, Schema before, Predicate<String> which, int most) {
    long all = before.objects().keySet().stream().filter(which).count();
    return lost.stream().filter(which).count() * 100 > all * most;
  }

  private static boolean isKey(String name) {
    return name.startsWith("index ") || name.startsWith("constraint ");
  }

  /** Lists what is gone and should not be; partitions come and go. */
  private static List<String> lost(Schema before, Schema now, CheckContext context) {
    return gone(before, now).stream()
        .filter(name -> LOSSES.contains(name.substring(0, name.indexOf(' '))))
        .filter(
            name ->
                !context.accepts(
                    name.substring(0, name.indexOf(' ')), name.substring(name.indexOf(' ') + 1)))
        .toList();
  }

  /** Describes the changes for people; empty without any. */
  public static String difference(Schema before, Schema now) {
    List<String> parts = new ArrayList<>();
    add(parts, "added", gone(now, before));
    add(parts, "gone", gone(before, now));
    // Another version may word the same definition otherwise.
    if (before.serverMajor() == now.serverMajor()) {
      add(parts, "changed", changed(before, now));
    }
    return String.join("; ", parts);
  }

  /** Without what belongs to partitions, whichever version of restore-bot listed it. */
  private static List<String> gone(Schema before, Schema now) {
    return before.objects().keySet().stream()
        .filter(name -> !name.startsWith(SchemaReader.OF_PARTITION))
        .filter(name -> !now.objects().containsKey(name))
        .filter(name -> !now.objects().containsKey(SchemaReader.OF_PARTITION + name))
        .toList();
  }

  private static void add(List<String> parts, String title, List<String> names) {
    if (!names.isEmpty()) {
      parts.add(title + ": " + Lists.of(names));
    }
  }

  private static List<String> changed(Schema before, Schema now) {
    return now.objects().entrySet().stream()
        .filter(e -> before.objects().containsKey(e.getKey()))
        .filter(e -> !before.objects().get(e.getKey()).equals(e.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }
}
