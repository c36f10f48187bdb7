package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.TocEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates the work of each entry of a table of contents, in bytes of archive.
 *
 * <p>The parts are averages of recorded restores; an index takes between 0.1 and 1 of the time of
 * its table's rows, a GIN index over trigrams 8 to 17.
 */
final class Weights {
  private static final double ANY = 2_000;
  private static final double INDEX_PART = 0.4;
  private static final double FOREIGN_KEY_PART = 0.5;
  private static final double GIN_PART = 4;
  private static final double TRIGRAMS_PART = 12;
  private static final double BRIN_PART = 0.1;
  private static final Pattern ON_TABLE =
      Pattern.compile(" ON (?:ONLY )?(\"[^\"]+\"|[^ .]+)\\.(\"[^\"]+\"|[^ ]+) ");

  private static final Pattern ADDED =
      Pattern.compile(
          "ALTER TABLE (?:ONLY )?(\"[^\"]+\"|[^ .]+)\\.(\"[^\"]+\"|\\S+)\\s+"
              + "ADD CONSTRAINT (\"[^\"]+\"|\\S+) ");

  private Weights() {}

  static Map<Integer, Double> of(List<TocEntry> entries) {
    Map<String, Double> tables = new HashMap<>();
    entries.stream()
        .filter(entry -> entry.kind().equals("TABLE DATA"))
        .forEach(
            entry ->
                tables.put(
                    entry.schema() + "." + entry.name(), (double) entry.dataBytes().orElse(0)));
    Map<Integer, Double> weights = new HashMap<>();
    entries.forEach(entry -> weights.put(entry.dumpId(), ANY + work(entry, tables)));
    return weights;
  }

  private static double work(TocEntry entry, Map<String, Double> tables) {
    return switch (entry.kind()) {
      case "INDEX", "CONSTRAINT" ->
          indexPart(entry.definition()) * tables.getOrDefault(indexedTable(entry), 0.0);
      case "FK CONSTRAINT" -> FOREIGN_KEY_PART * tables.getOrDefault(ownTable(entry), 0.0);
      default -> entry.dataBytes().orElse(0);
    };
  }

  private static double indexPart(String definition) {
    if (definition.contains(" USING gin ")) {
      return definition.contains("_trgm_ops") ? TRIGRAMS_PART : GIN_PART;
    }
    return definition.contains(" USING brin ") ? BRIN_PART : INDEX_PART;
  }

  /**
   * Returns the table that an index or constraint is on, as {@code schema.name}; empty for another
   * entry, and where the archive does not say.
   */
  static String indexedTable(TocEntry entry) {
    return switch (entry.kind()) {
      case "CONSTRAINT" -> ownTable(entry);
      case "INDEX" -> {
        Matcher on = ON_TABLE.matcher(entry.definition());
        yield on.find() ? unquote(on.group(1)) + "." + unquote(on.group(2)) : "";
      }
      default -> "";
    };
  }

  /**
   * Returns whether the server builds or checks something for an entry after the data, which may
   * take long.
   */
  static boolean isBuilt(TocEntry entry) {
    return switch (entry.kind()) {
      case "INDEX", "CONSTRAINT", "FK CONSTRAINT" -> true;
      default -> false;
    };
  }

  /** Returns whether a statement builds that entry. */
  static boolean builds(String statement, TocEntry entry) {
    if (entry.kind().equals("INDEX")) {
      String first = entry.definition().lines().findFirst().orElse("").replaceFirst(";$", "");
      return !first.isEmpty() && statement.contains(first);
    }
    Matcher added = ADDED.matcher(statement);
    return isBuilt(entry)
        && added.find()
        && unquote(added.group(1)).equals(entry.schema())
        && (unquote(added.group(2)) + " " + unquote(added.group(3))).equals(entry.name());
  }

  private static String ownTable(TocEntry entry) {
    int space = entry.name().indexOf(' ');
    return entry.schema() + "." + (space < 0 ? entry.name() : entry.name().substring(0, space));
  }

  private static String unquote(String identifier) {
    return identifier.replace("\"", "");
  }
}
