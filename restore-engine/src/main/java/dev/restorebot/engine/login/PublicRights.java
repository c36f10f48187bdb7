package dev.restorebot.engine.login;

import dev.restorebot.engine.verify.AdminSession;
import dev.restorebot.engine.verify.SqlRows;
import java.sql.SQLException;
import java.util.List;

/**
 * Takes from {@code PUBLIC}, whose rights every role has, what is more than reading: in the
 * sandbox, never in production.
 *
 * <p>Functions of the backup that act with their owner's rights ({@code SECURITY DEFINER}), who may
 * be a superuser, or whose language has no fence, can no longer be called. A view that calls one of
 * them cannot be read any more.
 */
final class PublicRights {
  /** Creating a large object needs no right; those of the backup may be open to all. */
  private static final List<String> LARGE_OBJECTS =
      List.of(
          "lo_creat(integer)",
          "lo_create(oid)",
          "lo_from_bytea(oid, bytea)",
          "lo_put(oid, bigint, bytea)",
          "lowrite(integer, bytea)",
          "lo_truncate(integer, integer)",
          "lo_truncate64(integer, bigint)",
          "lo_unlink(oid)");

  private static final String OF_THE_BACKUP =
      " n.nspname NOT IN ('pg_catalog', 'information_schema')";

  private PublicRights() {}

  /** Does it in the session's database, and lets nobody but superusers into the server's others. */
  static void revokeWriting(AdminSession admin) throws SQLException {
    revoke(
        admin,
        "SELECT 'CONNECT ON DATABASE ' || quote_ident(datname) FROM pg_database"
            + " WHERE datname <> current_database()");
    revoke(
        admin,
        "SELECT 'CREATE, TEMPORARY ON DATABASE ' || quote_ident(current_database())"
            + " UNION ALL SELECT DISTINCT 'CREATE ON SCHEMA ' || quote_ident(nspname)"
            + " FROM pg_namespace, aclexplode(nspacl) a"
            + " WHERE a.grantee = 0 AND a.privilege_type = 'CREATE'");
    // What is revoked of a table is revoked of its columns.
    revoke(
        admin,
        "SELECT string_agg(DISTINCT a.privilege_type, ', ')"
            + " || CASE c.relkind WHEN 'S' THEN ' ON SEQUENCE ' ELSE ' ON TABLE ' END"
            + " || quote_ident(n.nspname) || '.' || quote_ident(c.relname)"
            + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " CROSS JOIN LATERAL (SELECT grantee, privilege_type FROM aclexplode(c.relacl)"
            + " UNION ALL SELECT x.grantee, x.privilege_type"
            + " FROM pg_attribute t, aclexplode(t.attacl) x WHERE t.attrelid = c.oid) a WHERE"
            + OF_THE_BACKUP
            + " AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"
            + " AND a.grantee = 0 AND a.privilege_type <> 'SELECT'"
            + " GROUP BY n.nspname, c.relname, c.relkind");
    String routine = SqlRows.major(admin.connection()) >= 11 ? "ROUTINE" : "FUNCTION";
    revoke(
        admin,
        "SELECT 'EXECUTE ON "
            + routine
            + " ' || p.oid::regprocedure"
            + " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            + " JOIN pg_language l ON l.oid = p.prolang WHERE"
            + OF_THE_BACKUP
            + " AND (p.prosecdef OR NOT l.lanpltrusted AND l.lanname NOT IN ('internal', 'c'))"
            + " AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl,"
            + " acldefault('f', p.proowner))) a WHERE a.grantee = 0)");
    for (String function : LARGE_OBJECTS) {
      admin.execute("REVOKE EXECUTE ON FUNCTION pg_catalog." + function + " FROM PUBLIC");
    }
  }

  private static void revoke(AdminSession admin, String rights) throws SQLException {
    for (String right : SqlRows.column(admin.connection(), rights)) {
      admin.execute("REVOKE " + right + " FROM PUBLIC");
    }
  }
}
