package dev.restorebot.engine.verify.expect;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.engine.verify.TableRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The rows that production had in the snapshot that its backup was made from, as a JSON file beside
 * the backup. docs/backups.md describes the format.
 *
 * @param database the name of production's database
 * @param serverVersion the version of its server, such as {@code 15.18}
 * @param takenAt when the snapshot was taken, by the server's clock
 * @param tables every table with its exact number of rows, without those of extensions
 * @param queries queries with the hash of the one value that each gave
 */
public record ExpectedCounts(
    String database,
    String serverVersion,
    Instant takenAt,
    List<TableRows> tables,
    List<Query> queries) {
  /** The longest file that is read, in bytes; a table takes about 60. */
  static final int LONGEST = 32 * 1024 * 1024;

  private static final String ENDING = ".counts.json";
  private static final String FORMAT = "restore-bot-counts";
  private static final int VERSION = 1;
  private static final int SHA256_DIGITS = 64;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  public ExpectedCounts {
    tables = List.copyOf(tables);
    queries = List.copyOf(queries);
  }

  /**
   * A query and its result in production.
   *
   * @param name its name, for people
   * @param sql the query, which gives one value
   * @param sha256 the SHA-256 of that value, in lower-case hex: the file holds no value
   */
  public record Query(String name, String sql, String sha256) {
    /** Returns the query with the hash of that value. */
    static Query of(String name, String sql, String value) {
      return new Query(name, sql, hash(value));
    }

    /** Returns whether production's value was this one. */
    boolean gave(String value) {
      return sha256.equals(hash(value));
    }

    private static String hash(String value) {
      return DigestUtils.sha256Hex(value);
    }
  }

  /** A file that does not hold counts; its message continues "the file". */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String why) {
      super(why);
    }
  }

  /** Returns the place of the counts of a backup: beside it, with {@code .counts.json} added. */
  public static Path beside(Path backup) {
    return backup.resolveSibling(backup.getFileName() + ENDING);
  }

  /** Returns the content of the file. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION);
    root.put("database", database).put("serverVersion", serverVersion);
    root.put("takenAt", takenAt.toString());
    ArrayNode rows = root.putArray("tables");
    for (TableRows table : tables) {
      ObjectNode each = rows.addObject();
      each.put("schema", table.schema()).put("name", table.name()).put("rows", table.rows());
      if (table.partitioning() != TableRows.Kind.TABLE) {
        each.put("kind", table.partitioning().name().toLowerCase(Locale.ROOT));
      }
    }
    ArrayNode asked = root.putArray("queries");
    for (Query query : queries) {
      asked
          .addObject()
          .put("name", query.name())
          .put("sql", query.sql())
          .put("sha256", query.sha256());
    }
    return root.toPrettyString() + "\n";
  }

  /** Reads the content of a file; nothing in it is guessed. */
  static ExpectedCounts read(byte[] content) throws UnusableException {
    JsonNode root;
    try {
      root = JSON.readTree(content);
    } catch (JacksonException e) {
      throw new UnusableException("is not complete JSON");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
    if (!FORMAT.equals(root.path("format").asText())) {
      throw new UnusableException("holds no counts of `restore-bot expect`");
    }
    JsonNode version = root.path("version");
    if (!version.isInt() || version.intValue() != VERSION) {
      throw new UnusableException(
          "has another version of the format than " + VERSION + ", which this restore-bot reads");
    }
    List<TableRows> tables = new ArrayList<>();
    Set<List<String>> names = new HashSet<>();
    for (JsonNode each : array(root, "tables")) {
      TableRows table =
          new TableRows(text(each, "schema"), text(each, "name"), rows(each), kind(each));
      if (!names.add(List.of(table.schema(), table.name()))) {
        throw new UnusableException("names the table " + table.qualified() + " twice");
      }
      tables.add(table);
    }
    List<Query> queries = new ArrayList<>();
    for (JsonNode each : array(root, "queries")) {
      String hash = text(each, "sha256");
      if (hash.length() != SHA256_DIGITS) {
        throw damaged("sha256");
      }
      queries.add(new Query(text(each, "name"), text(each, "sql"), hash));
    }
    return new ExpectedCounts(
        text(root, "database"),
        text(root, "serverVersion"),
        time(root, "takenAt"),
        tables,
        queries);
  }

  private static JsonNode array(JsonNode node, String field) throws UnusableException {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw damaged(field);
    }
    return value;
  }

  private static String text(JsonNode node, String field) throws UnusableException {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw damaged(field);
    }
    return value.textValue();
  }

  private static long rows(JsonNode node) throws UnusableException {
    JsonNode value = node.path("rows");
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw damaged("rows");
    }
    return value.longValue();
  }

  private static TableRows.Kind kind(JsonNode node) throws UnusableException {
    if (!node.has("kind")) {
      return TableRows.Kind.TABLE;
    }
    try {
      return TableRows.Kind.valueOf(text(node, "kind").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw damaged("kind");
    }
  }

  private static Instant time(JsonNode node, String field) throws UnusableException {
    try {
      return Instant.parse(text(node, field));
    } catch (DateTimeException e) {
      throw damaged(field);
    }
  }

  private static UnusableException damaged(String field) {
    return new UnusableException("is damaged: `" + field + "` is missing or wrong");
  }
}
