package dev.restorebot.engine.disaster.contents;

import dev.restorebot.engine.diagnose.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads what is in a database. Counts the small tables, and the large ones only as far as the time
 * allows; of the others it takes the server's estimates.
 */
public final class ContentsReader {
  /** For all tables of a database. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  private static final int BATCH = 40;

  /** Larger tables are estimated: counting reads them from the disk. */
  private static final long MOST_BYTES = 2L << 30;

  private static final int MOST_TABLES = 2000;

  /**
   * One row for each table: name, quoted name, estimate, bytes, and the timestamp column that tells
   * best when it was last written to, quoted, with whether it has a time zone.
   */
  private static final String TABLES =
      """
      SELECT n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname),
        coalesce(p.rows, greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0))::bigint,
        coalesce(p.bytes, pg_relation_size(c.oid))::bigint,
        coalesce(t.name, ''), coalesce(t.zoned, false)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN LATERAL (
        SELECT sum(greatest(x.reltuples, pg_stat_get_live_tuples(x.oid), 0)) AS rows,
          sum(pg_relation_size(x.oid)) AS bytes
        FROM pg_partition_tree(c.oid) each JOIN pg_class x ON x.oid = each.relid
        WHERE each.isleaf AND c.relkind = 'p') p ON true
      LEFT JOIN LATERAL (
        SELECT quote_ident(attname) AS name, atttypid = 'timestamptz'::regtype AS zoned
        FROM pg_attribute a
        WHERE a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped
          AND atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype)
          AND attname !~ '[[:cntrl:]]'
        ORDER BY attname ~* 'updat|modif|chang' DESC, attname ~* 'creat|insert|_at$' DESC, attnum
        LIMIT 1) t ON true
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
        AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
        AND n.nspname !~ '[[:cntrl:]]' AND c.relname !~ '[[:cntrl:]]'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
          AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY 4, 1
      """;

  private final Rows database;
  private final InstantSource clock;

  /**
   * Reads a database through that.
   *
   * @param clock for the limit of time
   */
  public ContentsReader(Rows database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Asks a database. */
  public interface Rows {
    /** Returns the rows of a query on one line, each a list of its values. */
    List<List<String>> of(String sql) throws ProblemException;
  }

  /** Returns what is in it. */
  public DatabaseContents read() throws ProblemException {
    Instant began = clock.instant();
    List<Table> tables =
        database.of(TABLES.replace('\n', ' ')).stream()
            .filter(row -> row.size() == 6)
            .limit(MOST_TABLES)
            .map(Table::of)
            .toList();
    Map<String, TableContents> counted = new HashMap<>();
    List<Table> countable = tables.stream().filter(each -> each.bytes() <= MOST_BYTES).toList();
    for (int from = 0; from < countable.size(); from += BATCH) {
      if (clock.instant().isAfter(began.plus(LIMIT))) {
        break;
      }
      if (!count(countable.subList(from, Math.min(from + BATCH, countable.size())), counted)) {
        break; // the next ones are larger
      }
    }
    return new DatabaseContents(
        began,
        tables.stream()
            .map(table -> counted.getOrDefault(table.name(), table.estimated()))
            .sorted(Comparator.comparing(TableContents::name))
            .toList(),
        migrations(tables));
  }

  /** Returns false when the server refused or took too long; then estimates are left. */
  private boolean count(List<Table> tables, Map<String, TableContents> counted) {
    String sql =
        tables.stream()
            .map(table -> table.counting(tables.indexOf(table)))
            .collect(Collectors.joining(" UNION ALL "));
    try {
      for (List<String> row : database.of(sql)) {
        Table table = tables.get(Integer.parseInt(row.get(0)));
        counted.put(
            table.name(),
            new TableContents(
                table.name(),
                Long.parseLong(row.get(1)),
                true,
                Optional.of(row.get(2)).filter(value -> !value.isEmpty())));
      }
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  private List<String> migrations(List<Table> tables) {
    List<String> found = new ArrayList<>();
    for (Table table : tables) {
      if (table.is("alembic_version")) {
        ask("SELECT 'alembic ' || version_num FROM " + table.quoted() + " ORDER BY 1", found);
      } else if (table.is("flyway_schema_history")) {
        ask(
            "SELECT 'flyway ' || version FROM "
                + table.quoted()
                + " WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1",
            found);
      }
    }
    return found;
  }

  private void ask(String sql, List<String> found) {
    try {
      database.of(sql).forEach(row -> found.add(row.get(0)));
    } catch (ProblemException e) {
      // A table of that name that is not the tool's.
    }
  }

  private record Table(
      String name, String quoted, long rows, long bytes, String column, boolean zoned) {
    static Table of(List<String> row) {
      return new Table(
          row.get(0),
          row.get(1),
          Long.parseLong(row.get(2)),
          Long.parseLong(row.get(3)),
          row.get(4),
          row.get(5).startsWith("t"));
    }

    boolean is(String wanted) {
      return name.endsWith("." + wanted);
    }

    TableContents estimated() {
      return new TableContents(name, rows, false, Optional.empty());
    }

    /** Functions with their schema: a database may have others of the same name. */
    String counting(int number) {
      String newest =
          column.isEmpty()
              ? "''"
              : "coalesce(pg_catalog.to_char(pg_catalog.max("
                  + column
                  + ")"
                  + (zoned ? " AT TIME ZONE 'UTC'" : "")
                  + ", 'YYYY-MM-DD HH24:MI:SS'), '')";
      return "SELECT " + number + ", pg_catalog.count(*), " + newest + " FROM " + quoted;
    }
  }
}
