package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.TocEntry;
import java.util.OptionalLong;

/** Entries of a table of contents for tests. */
public final class Entries {
  private Entries() {}

  public static TocEntry entry(int id, String kind, String name) {
    return entry(id, kind, name, "", OptionalLong.empty(), OptionalLong.empty());
  }

  public static TocEntry data(int id, String table, long bytes) {
    return entry(id, "TABLE DATA", table, "", OptionalLong.of(bytes), OptionalLong.empty());
  }

  public static TocEntry rows(int id, String table, long bytes, long rows) {
    return entry(id, "TABLE DATA", table, "", OptionalLong.of(bytes), OptionalLong.of(rows));
  }

  public static TocEntry entry(
      int id, String kind, String name, String sql, OptionalLong bytes, OptionalLong rows) {
    return new TocEntry(id, kind, "public", name, "zenops", "", sql, bytes, rows);
  }
}
