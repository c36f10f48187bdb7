package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tries to read the tables as the roles that log in, before a swap and after it. No row is read:
 * the server refuses a role before it looks for the first one.
 */
final class RoleAccess {
  static final String NAME = "roles";
  private static final int MOST_TABLES = 2000;
  private static final int SHOWN = 3;

  /** Its rows: reads ROLE TABLE, unknown ROLE TABLE, uses ROLE, role ROLE, table TABLE. */
  private static final String TRIED =
      """
      SET LOCAL lock_timeout = '5s';
      DO $restorebot$
      DECLARE r record; t record; found text[] := '{}'; f text := chr(31);
      BEGIN
        FOR t IN SELECT c.oid, n.nspname, c.relname, c.relowner FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\\_%'
            AND n.nspname <> 'information_schema'
            AND n.nspname || c.relname !~ '[[:cntrl:]]' ORDER BY c.oid LIMIT 1000
        LOOP
          found := found || ('table' || f || f || t.nspname || '.' || t.relname);
        END LOOP;
        FOR r IN SELECT oid, rolname FROM pg_roles WHERE rolcanlogin AND NOT rolsuper
            AND rolname !~ '[[:cntrl:]]' ORDER BY rolname LIMIT 100
        LOOP
          found := found || ('role' || f || r.rolname || f);
          IF EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
                AND usesysid = r.oid)
              OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relkind IN ('r', 'p')) THEN
            found := found || ('uses' || f || r.rolname || f);
          END IF;
          BEGIN
            EXECUTE format('SET LOCAL ROLE %I', r.rolname);
          EXCEPTION WHEN OTHERS THEN
            CONTINUE;
          END;
          FOR t IN SELECT n.nspname, c.relname FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\\_%'
              AND n.nspname <> 'information_schema'
              AND n.nspname || c.relname !~ '[[:cntrl:]]' ORDER BY c.oid LIMIT 1000
          LOOP
            BEGIN
              EXECUTE format('SELECT FROM %I.%I LIMIT 0', t.nspname, t.relname);
              found := found || ('reads' || f || r.rolname || f || t.nspname || '.' || t.relname);
            EXCEPTION
              WHEN insufficient_privilege THEN NULL;
              WHEN OTHERS THEN
                found := found || ('unknown' || f || r.rolname || f || t.nspname || '.' || t.relname);
            END;
          END LOOP;
          RESET ROLE;
        END LOOP;
        PERFORM set_config('restore_bot.found', array_to_string(found, chr(30)), true);
      END $restorebot$;
      SELECT unnest(string_to_array(current_setting('restore_bot.found'), chr(30)))
      """;

  private final DatabaseProbe probe;

  RoleAccess(DatabaseProbe probe) {
    this.probe = probe;
  }

  /**
   * Finds what each role can read now. Roles that can read nothing are left out.
   *
   * @param named the application's role, when the settings name it
   */
  List<RoleTables> find(Target target, Optional<String> named) throws ProblemException {
    Found found = tried(target);
    List<RoleTables> roles = new ArrayList<>();
    int left = MOST_TABLES;
    for (Map.Entry<String, Set<String>> each : found.reads().entrySet()) {
      List<String> tables = each.getValue().stream().limit(left).toList();
      left -= tables.size();
      String role = each.getKey();
      boolean uses = named.map(role::equals).orElseGet(() -> found.uses().contains(role));
      if (!tables.isEmpty()) {
        roles.add(new RoleTables(role, uses, tables));
      }
    }
    return List.copyOf(roles);
  }

  /**
   * Compares what each role can read now with what it could before. A role of the application that
   * lost something fails the check; others are named.
   */
  CheckResult check(Target target, List<RoleTables> before) throws ProblemException {
    if (before.isEmpty()) {
      return new CheckResult(
          NAME,
          CheckStatus.SKIPPED,
          "it is not known which roles could read tables before",
          List.of());
    }
    Found now = tried(target);
    List<String> lost = new ArrayList<>();
    List<String> others = new ArrayList<>();
    Set<String> roles = new LinkedHashSet<>();
    for (RoleTables each : before) {
      Optional<String> words = lost(each, now);
      if (words.isPresent() && each.application()) {
        roles.add(each.role());
        lost.add(words.get());
      } else {
        words.ifPresent(others::add);
      }
    }
    if (!lost.isEmpty()) {
      return Checklist.failed(NAME, String.join("; ", lost), hint(target, roles));
    }
    long application = before.stream().filter(RoleTables::application).count();
    return new CheckResult(
        NAME,
        CheckStatus.PASSED,
        (application == 0
                ? "no role of the application is known"
                : "the application's " + Counts.of(application, "role") + " can read as before")
            + (now.unknown().isEmpty()
                ? ""
                : "; " + Counts.of(now.unknown().size(), "table") + " could not be tried")
            + (others.isEmpty() ? "" : "; but " + String.join("; ", others)),
        List.of());
  }

  private static Optional<String> lost(RoleTables before, Found now) {
    if (!now.roles().contains(before.role())) {
      return Optional.of("the role " + before.role() + " does not exist any more");
    }
    Set<String> reads = now.reads().getOrDefault(before.role(), Set.of());
    List<String> denied =
        before.tables().stream()
            .filter(table -> now.tables().contains(table) && !reads.contains(table))
            .filter(table -> !now.unknown().contains(table))
            .toList();
    return denied.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "permission denied for "
                + before.role()
                + " on "
                + denied.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (denied.size() > SHOWN ? " and " + (denied.size() - SHOWN) + " more" : "")
                + ", which it could read before");
  }

  private static String hint(Target target, Set<String> roles) {
    return "The backup has other owners or grants, such as one made with --no-owner or"
        + " --no-privileges. Restore a backup that has them, or keep the data and grant them again"
        + " (GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA … TO "
        + String.join(", ", roles)
        + "): "
        + target
            .project()
            .shell(
                List.of(),
                "exec",
                target.server().service(),
                "psql",
                "-U",
                target.cluster().superuser(),
                "-d",
                target.database())
        + ".";
  }

  private Found tried(Target target) throws ProblemException {
    Map<String, Set<String>> reads = new TreeMap<>();
    Map<String, Set<String>> names = new HashMap<>();
    for (List<String> row : probe.query(target, TRIED)) {
      if (row.size() == 3 && row.get(0).equals("reads")) {
        reads.computeIfAbsent(row.get(1), any -> new TreeSet<>()).add(row.get(2));
      } else if (row.size() == 3) {
        names
            .computeIfAbsent(row.get(0), any -> new HashSet<>())
            .add(row.get(2).isEmpty() ? row.get(1) : row.get(2));
      }
    }
    return new Found(
        reads,
        names.getOrDefault("uses", Set.of()),
        names.getOrDefault("role", Set.of()),
        names.getOrDefault("table", Set.of()),
        names.getOrDefault("unknown", Set.of()));
  }

  private record Found(
      Map<String, Set<String>> reads,
      Set<String> uses,
      Set<String> roles,
      Set<String> tables,
      Set<String> unknown) {}
}
