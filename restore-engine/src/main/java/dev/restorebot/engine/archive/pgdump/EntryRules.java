package dev.restorebot.engine.archive.pgdump;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Checks that an entry is one that pg_dump can have written. pg_restore checks little of this: it
 * skips, without a word, the data of an entry that is marked as having none.
 */
public final class EntryRules {
  /** {@code teSection} in PostgreSQL's pg_backup.h. */
  static final int NONE = 1;

  public static final int PRE_DATA = 2;
  public static final int DATA = 3;
  public static final int POST_DATA = 4;

  /** The two kinds that have a data dumper in every supported version of pg_dump.c. */
  private static final Set<String> WITH_DATA = Set.of("TABLE DATA", "BLOBS");

  private static final Set<Integer> PRE = Set.of(PRE_DATA);
  private static final Set<Integer> POST = Set.of(POST_DATA);

  /** Kinds whose section is the same in every version; objects that may be postponed have two. */
  private static final Map<String, Set<Integer>> SECTIONS =
      Map.ofEntries(
          Map.entry("TABLE DATA", Set.of(DATA)),
          Map.entry("BLOBS", Set.of(DATA)),
          // 9.0 and 9.1 had it before the data
          Map.entry("SEQUENCE SET", Set.of(PRE_DATA, DATA)),
          Map.entry("ENCODING", PRE),
          Map.entry("STDSTRINGS", PRE),
          Map.entry("SEARCHPATH", PRE),
          Map.entry("DATABASE", PRE),
          Map.entry("SCHEMA", PRE),
          Map.entry("EXTENSION", PRE),
          Map.entry("TYPE", PRE),
          Map.entry("SEQUENCE", PRE),
          Map.entry("SEQUENCE OWNED BY", PRE),
          Map.entry("TABLE", Set.of(PRE_DATA, POST_DATA)),
          Map.entry("VIEW", Set.of(PRE_DATA, POST_DATA)),
          Map.entry("MATERIALIZED VIEW", Set.of(PRE_DATA, POST_DATA)),
          Map.entry("FUNCTION", Set.of(PRE_DATA, POST_DATA)),
          Map.entry("PROCEDURE", Set.of(PRE_DATA, POST_DATA)),
          Map.entry("INDEX", POST),
          Map.entry("CONSTRAINT", POST),
          Map.entry("FK CONSTRAINT", POST),
          Map.entry("CHECK CONSTRAINT", POST),
          Map.entry("TRIGGER", POST));

  private EntryRules() {}

  static void check(RawEntry entry, boolean custom, DumpInput in) throws IOException {
    if (entry.section < NONE || entry.section > POST_DATA) {
      throw in.damaged("its entry " + entry.display() + " is in no valid section");
    }
    Set<Integer> sections = SECTIONS.get(entry.kind);
    if (sections != null && !sections.contains(entry.section)) {
      throw in.damaged("its entry " + entry.display() + " is in the wrong section");
    }
    boolean canHaveData = WITH_DATA.contains(entry.kind);
    if (canHaveData && !entry.hasData) {
      throw in.damaged("its entry " + entry.display() + " is marked as having no data");
    }
    if (entry.hasData && !canHaveData) {
      throw in.damaged("its entry " + entry.display() + " is marked as having data");
    }
    if (custom && entry.hasData == (entry.offsetState == RawEntry.Offset.NO_DATA)) {
      throw in.damaged("the data offset of its entry " + entry.display() + " is not valid");
    }
    if (!custom && entry.hasData == entry.fileName.isEmpty()) {
      throw in.damaged("its entry " + entry.display() + " names no file");
    }
  }
}
