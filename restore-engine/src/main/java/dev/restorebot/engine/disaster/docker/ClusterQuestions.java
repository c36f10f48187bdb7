package dev.restorebot.engine.disaster.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.DatabaseTraits;
import dev.restorebot.engine.disaster.LocaleProvider;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import dev.restorebot.engine.sandbox.server.Sql;
import dev.restorebot.engine.task.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how a running server was set up. Refuses one that a new volume could not replace. */
final class ClusterQuestions {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One row; as JSON, because the columns of pg_database differ from version to version. */
  private static final String FACTS =
      """
      SELECT json_build_object(
        'version', split_part(current_setting('server_version'), ' ', 1),
        'standby', pg_is_in_recovery(),
        'checksums', current_setting('data_checksums') = 'on',
        'walSegment', pg_size_bytes(current_setting('wal_segment_size')) / 1048576,
        'preload', current_setting('shared_preload_libraries'),
        'superuser', (SELECT rolname FROM pg_roles WHERE oid = 10),
        'database', (SELECT to_jsonb(d) FROM pg_database d WHERE datname = %1$s),
        'owner', (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %1$s),
        'encoding', (SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %1$s),
        'roles', (SELECT json_agg(rolname ORDER BY rolname) FROM pg_roles),
        'template', (SELECT to_jsonb(d) FROM pg_database d WHERE datname = 'template1'),
        'templateEncoding',
          (SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template1'),
        'others', (SELECT coalesce(json_agg(datname ORDER BY datname), '[]') FROM pg_database
          WHERE NOT datistemplate AND datname NOT IN ('postgres', %1$s)),
        'inPostgres', (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
          WHERE relkind IN ('r', 'p', 'm') AND nspname NOT LIKE 'pg\\_%%'
            AND nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
              AND d.objid = c.oid AND d.deptype = 'e')),
        'tablespaces', (SELECT coalesce(json_agg(spcname), '[]') FROM pg_tablespace
          WHERE spcname NOT IN ('pg_default', 'pg_global')),
        'slots', (SELECT coalesce(json_agg(slot_name), '[]') FROM pg_replication_slots))
      """;

  /** The number of each kind of object that somebody made; empty for none. */
  private static final String OBJECTS =
      """
      SELECT coalesce(string_agg(n || ' ' || kind, ', ' ORDER BY kind), '') FROM (
        SELECT 'tables, views and sequences' AS kind, count(*) AS n FROM pg_class
          WHERE oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        UNION ALL SELECT 'functions', count(*) FROM pg_proc WHERE oid >= 16384
        UNION ALL SELECT 'extensions (' || string_agg(extname, ', ' ORDER BY extname) || ')',
          count(*) FROM pg_extension WHERE oid >= 16384
        UNION ALL SELECT 'schemas', count(*) FROM pg_namespace
          WHERE oid >= 16384 AND nspname NOT LIKE 'pg\\_%'
        UNION ALL SELECT 'settings or grants', count(*) FROM pg_default_acl) each
        WHERE n > 0
      """;

  private final ProductionPsql psql;

  ClusterQuestions(ProductionPsql psql) {
    this.psql = psql;
  }

  ClusterFacts ask(String database, List<String> warnings) throws ProblemException {
    JsonNode facts = facts(database);
    if (facts.path("standby").asBoolean()) {
      throw TargetRefusals.standby();
    }
    if (!facts.path("tablespaces").isEmpty()) {
      throw TargetRefusals.outside(
          "the tablespaces " + String.join(", ", texts(facts, "tablespaces")));
    }
    List<String> others = texts(facts, "others");
    if (facts.path("inPostgres").asLong() > 0 && !database.equals("postgres")) {
      others.add("postgres");
    }
    if (!others.isEmpty()) {
      throw TargetRefusals.otherDatabases(others);
    }
    warn(facts, database, warnings);
    for (String each : List.of("postgres", "template1")) {
      if (!each.equals(database)) {
        warnOfObjects(each, warnings);
      }
    }
    boolean there = facts.path("database").isObject();
    JsonNode source = there ? facts.path("database") : facts.path("template");
    String encoding = facts.path(there ? "encoding" : "templateEncoding").asText();
    return new ClusterFacts(
        facts.path("version").asText(),
        facts.path("superuser").asText(),
        facts.path(there ? "owner" : "superuser").asText(),
        locale(source, encoding),
        icu(source),
        locale(facts.path("template"), facts.path("templateEncoding").asText()),
        facts.path("checksums").asBoolean(),
        facts.path("walSegment").asInt(),
        facts.path("preload").asText(),
        others,
        new DatabaseTraits(
            provider(source),
            provider(facts.path("template")),
            Optional.empty(),
            texts(facts, "roles")));
  }

  private static void warn(JsonNode facts, String database, List<String> warnings) {
    if (!facts.path("database").isObject()) {
      warnings.add(
          "The server no longer has a database called "
              + database
              + ": it will be created with the server's own encoding and locale.");
    }
    if (!facts.path("slots").isEmpty()) {
      warnings.add(
          "Replication slots will be lost ("
              + String.join(", ", texts(facts, "slots"))
              + "): its replicas and subscribers have to be set up again.");
    }
  }

  /** They belong to no backup of the database. Tables in postgres were refused before. */
  private void warnOfObjects(String other, List<String> warnings) throws ProblemException {
    List<List<String>> found = psql.rows(other, OBJECTS.replace('\n', ' '), Cancellation.none());
    String objects = found.isEmpty() ? "" : found.get(0).get(0);
    if (!objects.isEmpty()) {
      warnings.add(
          "The database "
              + other
              + " has objects that are in no backup of this one and will be lost ("
              + objects
              + "). Save them first, in the database's container: pg_dump --dbname="
              + other
              + " --file=/tmp/"
              + other
              + ".sql. Create them again after the restore.");
    }
  }

  private JsonNode facts(String database) throws ProblemException {
    String sql = FACTS.formatted(Sql.literal(database)).replace('\n', ' ');
    List<List<String>> rows = psql.rows("postgres", sql, Cancellation.none());
    try {
      return JSON.readTree(rows.get(0).get(0));
    } catch (JsonProcessingException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("the server's facts are no JSON", e);
    }
  }

  private static DatabaseLocale locale(JsonNode database, String encoding) {
    return new DatabaseLocale(
        encoding, database.path("datcollate").asText(), database.path("datctype").asText());
  }

  /** Named daticulocale in 15 and 16, datlocale since 17. */
  private static Optional<String> icu(JsonNode database) {
    return database.path("datlocprovider").asText().equals("i")
        ? Optional.of(database.path("datlocale").asText(database.path("daticulocale").asText()))
        : Optional.empty();
  }

  private static Optional<LocaleProvider> provider(JsonNode database) {
    return switch (database.path("datlocprovider").asText()) {
      case "i" ->
          Optional.of(
              new LocaleProvider(
                  "icu",
                  icu(database).orElse(""),
                  Optional.ofNullable(database.path("daticurules").textValue())));
      case "b" ->
          Optional.of(
              new LocaleProvider("builtin", database.path("datlocale").asText(), Optional.empty()));
      default -> Optional.empty();
    };
  }

  private static List<String> texts(JsonNode facts, String name) {
    List<String> texts = new ArrayList<>();
    facts.path(name).forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
