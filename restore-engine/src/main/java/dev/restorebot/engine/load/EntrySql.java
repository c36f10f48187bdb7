package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.pgdump.RestoreEntry;
import dev.restorebot.engine.sandbox.server.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the statements that create an entry of an archive, as pg_restore sends them: each text is
 * one message to the server.
 *
 * <p>Source: {@code _doSetFixedOutputState}, {@code _printTocEntry} and {@code
 * _getObjectDescription} in PostgreSQL's pg_backup_archiver.c.
 */
final class EntrySql {
  private static final int HAS_TRANSACTION_TIMEOUT = 17;
  private static final String BY_PARTITION_ROOT = "-- load via partition root ";
  private static final Set<String> OWNED_BY_NAME =
      Set.of(
          "COLLATION",
          "CONVERSION",
          "DOMAIN",
          "FOREIGN TABLE",
          "MATERIALIZED VIEW",
          "SEQUENCE",
          "STATISTICS",
          "TABLE",
          "TEXT SEARCH DICTIONARY",
          "TEXT SEARCH CONFIGURATION",
          "TYPE",
          "VIEW",
          "PROCEDURAL LANGUAGE",
          "SCHEMA",
          "EVENT TRIGGER",
          "FOREIGN DATA WRAPPER",
          "SERVER",
          "PUBLICATION");
  private static final Set<String> OWNED_BY_SIGNATURE =
      Set.of("AGGREGATE", "FUNCTION", "OPERATOR", "OPERATOR CLASS", "OPERATOR FAMILY", "PROCEDURE");
  private static final String DROP = "DROP ";

  private final Map<Integer, RestoreEntry> byId;
  private final boolean withOwners;
  private final Optional<String> searchPath;
  private final boolean plainStrings;
  private String schema = "";
  private String accessMethod = "";

  EntrySql(List<RestoreEntry> entries, boolean withOwners) {
    this.byId =
        entries.stream().collect(Collectors.toMap(RestoreEntry::dumpId, Function.identity()));
    this.withOwners = withOwners;
    this.searchPath = definition(entries, "SEARCHPATH");
    this.plainStrings = definition(entries, "STDSTRINGS").orElse("'on'").contains("'on'");
  }

  private static Optional<String> definition(List<RestoreEntry> entries, String kind) {
    return entries.stream()
        .filter(entry -> entry.kind().equals(kind))
        .map(RestoreEntry::definition)
        .findFirst();
  }

  /** Returns what comes first in every session. */
  List<String> first(int serverMajor) {
    List<String> settings = new ArrayList<>();
    settings.add("SET statement_timeout = 0;");
    settings.add("SET lock_timeout = 0;");
    settings.add("SET idle_in_transaction_session_timeout = 0;");
    if (serverMajor >= HAS_TRANSACTION_TIMEOUT) {
      settings.add("SET transaction_timeout = 0;");
    }
    settings.add("SET standard_conforming_strings = " + (plainStrings ? "on;" : "off;"));
    searchPath.ifPresent(settings::add);
    settings.add("SET check_function_bodies = false;");
    settings.add("SET xmloption = content;");
    settings.add("SET client_min_messages = warning;");
    if (!plainStrings) {
      settings.add("SET escape_string_warning = off;");
    }
    settings.add("SET row_security = off;");
    return List.copyOf(settings);
  }

  /** Returns what creates an entry, and what its data need before them. */
  List<String> of(RestoreEntry entry) {
    List<String> statements = new ArrayList<>();
    select(entry, statements);
    if (!entry.definition().startsWith(BY_PARTITION_ROOT)) {
      statements.addAll(definition(entry));
    }
    if (withOwners && !entry.owner().isEmpty() && !entry.dropStatement().isEmpty()) {
      statements.addAll(owner(entry));
    }
    if (entry.isPartitioned() && !entry.accessMethod().isEmpty()) {
      statements.add(
          "ALTER TABLE "
              + qualified(entry)
              + " SET ACCESS METHOD "
              + Sql.identifier(entry.accessMethod())
              + ";");
    }
    return List.copyOf(statements);
  }

  /** Without a search path of its own, an old archive needs the one of each entry. */
  private void select(RestoreEntry entry, List<String> statements) {
    if (searchPath.isEmpty() && !entry.schema().isEmpty() && !entry.schema().equals(schema)) {
      schema = entry.schema();
      String rest = schema.equals("pg_catalog") ? ";" : ", pg_catalog;";
      statements.add("SET search_path = " + Sql.identifier(schema) + rest);
    }
    boolean another = !entry.accessMethod().isEmpty() && !entry.accessMethod().equals(accessMethod);
    if (another && !entry.isPartitioned()) {
      accessMethod = entry.accessMethod();
      statements.add("SET default_table_access_method = " + Sql.identifier(accessMethod) + ";");
    }
  }

  private List<String> definition(RestoreEntry entry) {
    String sql = entry.definition();
    if (!withOwners && entry.kind().equals("SCHEMA") && !sql.startsWith("--")) {
      return List.of("CREATE SCHEMA " + Sql.identifier(entry.name()) + ";");
    }
    if (entry.kind().equals("BLOB METADATA")) {
      return oids(entry).stream()
          .map(oid -> "SELECT pg_catalog.lo_create('" + oid + "');")
          .toList();
    }
    if (entry.kind().equals("ACL") && entry.name().startsWith("LARGE OBJECTS")) {
      RestoreEntry objects = byId.get(entry.dependencies().get(0));
      return oids(objects).stream()
          .map(oid -> sql.replaceAll("\\bLARGE OBJECT \\d+\\b", "LARGE OBJECT " + oid))
          .toList();
    }
    return SqlStart.of(sql) == sql.length() ? List.of() : List.of(sql);
  }

  private static List<String> oids(RestoreEntry objects) {
    return objects.definition().lines().map(String::strip).filter(oid -> !oid.isEmpty()).toList();
  }

  private static List<String> owner(RestoreEntry entry) {
    String to = " OWNER TO " + Sql.identifier(entry.owner()) + ";";
    if (entry.kind().equals("BLOB METADATA")) {
      return oids(entry).stream().map(oid -> "ALTER LARGE OBJECT " + oid + to).toList();
    }
    return described(entry).map(object -> "ALTER " + object + to).stream().toList();
  }

  private static Optional<String> described(RestoreEntry entry) {
    if (entry.kind().equals("BLOB")) {
      return Optional.of("LARGE OBJECT " + entry.name());
    }
    if (OWNED_BY_NAME.contains(entry.kind())) {
      return Optional.of(entry.kind() + " " + qualified(entry));
    }
    return OWNED_BY_SIGNATURE.contains(entry.kind()) && entry.dropStatement().startsWith(DROP)
        ? Optional.of(
            entry.dropStatement().substring(DROP.length()).stripTrailing().replaceAll(";+$", ""))
        : Optional.empty();
  }

  private static String qualified(RestoreEntry entry) {
    String name = Sql.identifier(entry.name());
    return entry.schema().isEmpty() ? name : Sql.identifier(entry.schema()) + "." + name;
  }
}
