package dev.restorebot.engine.verify;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Kinds of objects that an archive lists and a database has, with how each is found in the catalog.
 *
 * <p>The queries return {@code schema, name} spelt as pg_dump's tags are (source: PostgreSQL's
 * {@code pg_dump.c}, the {@code .tag} of each {@code ArchiveEntry}). Objects that belong to an
 * extension are not dumped and so not counted. Columns that only some versions of PostgreSQL have
 * are read through {@code to_jsonb}. A partition's trigger that is its parent's is an entry of its
 * own only if it is not enabled or disabled as its parent is.
 */
public enum ObjectKind {
  TABLES("tables", "TABLE|FOREIGN TABLE", relation("c.relkind IN ('r', 'p', 'f')")),
  INDEXES(
      "indexes",
      "INDEX",
      relation(
          "c.relkind IN ('i', 'I') AND NOT EXISTS (SELECT 1 FROM pg_constraint k"
              + " WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))")),
  CONSTRAINTS(
      "constraints",
      "CONSTRAINT|FK CONSTRAINT",
      "SELECT n.nspname, c.relname || ' ' || k.conname FROM pg_constraint k"
          + " JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE k.contype IN ('p', 'u', 'x', 'f')"
          + " AND NOT (k.contype = 'f'"
          + " AND coalesce(to_jsonb(k) ->> 'conparentid', '0') <> '0') AND "
          + Sql.OURS
          + Sql.notOfExtension("pg_class", "c.oid")),
  SEQUENCES("sequences", "SEQUENCE", relation("c.relkind = 'S'")),
  VIEWS("views", "VIEW|MATERIALIZED VIEW", relation("c.relkind IN ('v', 'm')")),
  FUNCTIONS(
      "functions",
      "FUNCTION|PROCEDURE|AGGREGATE",
      "SELECT n.nspname, p.proname || '(' || CASE WHEN p.pronargs = 0 AND"
          + " (to_jsonb(p) ->> 'prokind' = 'a' OR to_jsonb(p) ->> 'proisagg' = 'true') THEN '*'"
          + " ELSE array_to_string(ARRAY(SELECT format_type(a.t, NULL)"
          + " FROM unnest(p.proargtypes) WITH ORDINALITY AS a(t, o) ORDER BY a.o), ', ') END"
          + " || ')' FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE "
          + Sql.OURS
          + Sql.notOfExtension("pg_proc", "p.oid")
          + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass"
          + " AND d.objid = p.oid AND d.deptype = 'i')"),
  TRIGGERS(
      "triggers",
      "TRIGGER",
      "SELECT n.nspname, c.relname || ' ' || t.tgname FROM pg_trigger t"
          + " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " LEFT JOIN pg_depend d ON d.classid = 'pg_trigger'::regclass AND d.objid = t.oid"
          + " AND d.refclassid = 'pg_trigger'::regclass"
          + " LEFT JOIN pg_trigger parent ON parent.oid = d.refobjid"
          + " WHERE (NOT t.tgisinternal AND d.objid IS NULL OR t.tgenabled <> parent.tgenabled)"
          + " AND "
          + Sql.OURS
          + Sql.notOfExtension("pg_class", "c.oid"));

  /** An archive has hundreds of thousands of entries, so each is one look-up. */
  private static final Map<String, ObjectKind> BY_TOC =
      Arrays.stream(values())
          .flatMap(
              kind ->
                  Arrays.stream(kind.tocKinds.split("\\|", -1)).map(toc -> Map.entry(toc, kind)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String label;
  private final String tocKinds;
  private final String query;

  ObjectKind(String label, String tocKinds, String query) {
    this.label = label;
    this.tocKinds = tocKinds;
    this.query = query;
  }

  /** Returns its name for people. */
  public String label() {
    return label;
  }

  /** The query that lists what is there. */
  String query() {
    return query;
  }

  /** The kind that an archive's description belongs to, if it is one of these. */
  public static Optional<ObjectKind> ofToc(String description) {
    return Optional.ofNullable(BY_TOC.get(description));
  }

  private static String relation(String which) {
    return "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n"
        + " ON n.oid = c.relnamespace WHERE "
        + which
        + " AND "
        + Sql.OURS
        + Sql.notOfExtension("pg_class", "c.oid");
  }

  /** Parts of the queries. */
  private static final class Sql {
    static final String OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

    static String notOfExtension(String catalog, String oid) {
      return " AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = '"
          + catalog
          + "'::regclass AND x.objid = "
          + oid
          + " AND x.deptype = 'e')";
    }
  }
}
