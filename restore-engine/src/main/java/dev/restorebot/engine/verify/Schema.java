package dev.restorebot.engine.verify;

import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A schema in short.
 *
 * @param fingerprint SHA-256 over all objects, in lower-case hex; equal schemas have equal ones
 * @param serverMajor PostgreSQL's version that described it: others may word definitions otherwise
 * @param objects the start of the SHA-256 of each object's definition, by {@code kind schema.name}
 */
public record Schema(String fingerprint, int serverMajor, Map<String, String> objects) {
  private static final int SHORT = 16;

  public Schema {
    objects = java.util.Collections.unmodifiableMap(new TreeMap<>(objects));
  }

  /** Of objects with their definitions. */
  public static Schema of(int serverMajor, Map<String, String> definitions) {
    Map<String, String> hashes = new TreeMap<>();
    definitions.forEach((name, text) -> hashes.put(name, sha256(text).substring(0, SHORT)));
    StringBuilder all = new StringBuilder();
    new TreeMap<>(definitions)
        .forEach((name, text) -> all.append(name).append('\0').append(text).append('\0'));
    return new Schema(sha256(all.toString()), serverMajor, hashes);
  }

  public static String sha256(String text) {
    return DigestUtils.sha256Hex(text);
  }
}
