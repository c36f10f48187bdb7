package dev.restorebot.engine.verify.alembic;

import dev.restorebot.engine.text.Lists;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Identifiers;
import dev.restorebot.engine.verify.SqlRows;
import dev.restorebot.engine.verify.TableRows;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks that the schema is at the Alembic revision that the application expects. */
public final class AlembicCheck implements Check {
  static final String NAME = "alembic";
  private static final String TABLE = "alembic_version";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean needsRows() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    Optional<String> head = context.settings().alembicHead();
    Optional<Path> folder = context.ladder().alembic().versions();
    List<TableRows> all = context.named(TABLE);
    boolean asked = head.isPresent() || folder.isPresent();
    if (all.isEmpty()) {
      return asked
          ? failed("there is no " + TABLE + " table" + head.map(h -> ", expected " + h).orElse(""))
          : CheckResult.skipped(NAME, "this database has no " + TABLE + " table");
    }
    Optional<String> schema = context.ladder().alembic().schema();
    Optional<TableRows> table = deciding(all, schema);
    String others = others(context, all, table);
    if (table.isEmpty()) {
      return undecided(asked, schema, others);
    }
    String where = all.size() == 1 && isPublic(table.get()) ? "" : table.get().qualified() + " ";
    CheckResult result =
        asked ? judged(context, table.get(), head, folder) : unasked(read(context, table.get()));
    return result.inDetail(where, others);
  }

  private static CheckResult undecided(boolean asked, Optional<String> schema, String others) {
    if (!asked) {
      return CheckResult.skipped(NAME, "no expected revision is configured" + others);
    }
    return schema.isPresent()
        ? failed("there is no " + TABLE + " table in the schema " + schema.get() + others)
        : CheckResult.unknown(
            NAME,
            "several schemas have an " + TABLE + " table, and none of them is public" + others,
            "Set `verify.alembic-schema` to the schema that the application uses.");
  }

  private static CheckResult unasked(Set<String> found) {
    return CheckResult.skipped(
        NAME,
        "at "
            + shown(found)
            + "; no expected revision is configured (verify.alembic-head or"
            + " verify.alembic-versions)");
  }

  private static CheckResult judged(
      CheckContext context, TableRows table, Optional<String> head, Optional<Path> folder)
      throws SQLException {
    Set<String> found = read(context, table);
    if (folder.isEmpty()) {
      return equal(found, head.orElseThrow());
    }
    try {
      return compare(Migrations.read(folder.get()), found, head);
    } catch (IOException e) {
      return CheckResult.unknown(
          NAME,
          "the migrations cannot be read: " + e.getMessage(),
          "Point `verify.alembic-versions` to the folder `versions` of the application's release.");
    }
  }

  /**
   * The configured schema's table, otherwise that of {@code public}, which the search path has,
   * otherwise the only one; never just the first of several.
   */
  private static Optional<TableRows> deciding(List<TableRows> all, Optional<String> schema) {
    if (schema.isPresent()) {
      return all.stream().filter(table -> table.schema().equals(schema.get())).findFirst();
    }
    return all.stream()
        .filter(AlembicCheck::isPublic)
        .findFirst()
        .or(() -> all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty());
  }

  private static boolean isPublic(TableRows table) {
    return table.schema().equals("public");
  }

  private static String others(
      CheckContext context, List<TableRows> all, Optional<TableRows> deciding) throws SQLException {
    StringBuilder text = new StringBuilder();
    for (TableRows table : all) {
      if (!Optional.of(table).equals(deciding)) {
        text.append("; ").append(table.qualified()).append(shownAt(context, table));
      }
    }
    return text.toString();
  }

  private static String shownAt(CheckContext context, TableRows table) throws SQLException {
    return " at " + shown(read(context, table));
  }

  private static Set<String> read(CheckContext context, TableRows table) throws SQLException {
    return new TreeSet<>(
        SqlRows.column(
            context.connection(),
            "SELECT version_num FROM " + Identifiers.qualified(table.schema(), table.name())));
  }

  private static CheckResult equal(Set<String> found, String expected) {
    return found.equals(Set.of(expected))
        ? CheckResult.passed(NAME, "at " + expected + ", as expected")
        : failed("at " + shown(found) + ", expected " + expected);
  }

  /** Places the found revisions in the graph of migrations. */
  static CheckResult compare(Migrations migrations, Set<String> found, Optional<String> head) {
    Set<String> expected = head.map(Set::of).orElseGet(migrations::heads);
    for (String revision : expected) {
      if (!migrations.knows(revision)) {
        return CheckResult.unknown(
            NAME,
            "verify.alembic-head " + revision + " is not among the migrations",
            "Let `verify.alembic-head` and `verify.alembic-versions` be of the same release.");
      }
    }
    List<String> strange = found.stream().filter(id -> !migrations.knows(id)).toList();
    if (!strange.isEmpty()) {
      return failed(
          "at "
              + String.join(", ", strange)
              + ", which the migrations do not have: the backup is of a newer or another release");
    }
    Set<String> missing = migrations.upTo(expected);
    missing.removeAll(migrations.upTo(found));
    Set<String> beyond = migrations.upTo(found);
    beyond.removeAll(migrations.upTo(expected));
    if (missing.isEmpty() && beyond.isEmpty()) {
      return CheckResult.passed(NAME, "at " + shown(found) + ", as expected");
    }
    String behind =
        missing.isEmpty()
            ? ""
            : missing.size() + " behind: " + Lists.of(migrations.titled(missing));
    String ahead =
        beyond.isEmpty() ? "" : beyond.size() + " ahead: " + Lists.of(migrations.titled(beyond));
    String between = missing.isEmpty() || beyond.isEmpty() ? "" : "; ";
    return failed("at " + shown(found) + ", " + behind + between + ahead);
  }

  private static String shown(Set<String> revisions) {
    return revisions.isEmpty() ? "no revision" : String.join(", ", revisions);
  }

  private static CheckResult failed(String detail) {
    return CheckResult.failed(
        NAME,
        detail,
        "The schema is not at the expected revision.",
        "If the backup is simply older than the last migration, restore it and run"
            + " `alembic upgrade head`; otherwise use another generation.");
  }
}
