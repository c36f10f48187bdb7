package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * An in-toto Statement v1 (in-toto/attestation, spec/v1/statement.md) about a backup and the files
 * of its report; the predicate is the report.
 */
final class Statement {
  static final String TYPE = "https://in-toto.io/Statement/v1";
  static final String PREDICATE = EvidenceReport.SCHEMA;

  private Statement() {}

  /**
   * The statement's bytes.
   *
   * @param files SHA-256 by name
   */
  static byte[] of(JsonNode report, Map<String, String> files) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("_type", TYPE);
    ArrayNode subjects = node.putArray("subject");
    JsonNode backup = report.path("backup");
    if (backup.path("sha256").isTextual()) {
      add(subjects, backup.path("name").asText(), backup.path("sha256").asText());
    }
    files.forEach((name, sha256) -> add(subjects, name, sha256));
    node.put("predicateType", PREDICATE).set("predicate", report);
    return EvidenceJson.compact(node);
  }

  private static void add(ArrayNode subjects, String name, String sha256) {
    subjects.addObject().put("name", name).putObject("digest").put("sha256", sha256);
  }

  /** Returns the SHA-256 that the statement gives for a file; empty text when it names none. */
  static String digestOf(JsonNode statement, String file) {
    String found = "";
    for (JsonNode subject : statement.path("subject")) {
      // the last of that name: a backup, which is first, may have the name of a report's file
      if (subject.path("name").asText().equals(file)) {
        found = subject.at("/digest/sha256").asText();
      }
    }
    return found;
  }
}
