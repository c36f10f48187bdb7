package dev.restorebot.engine.sandbox.server;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Turns the name that a backup asks for into one that PostgreSQL takes. */
final class DatabaseName {
  private static final int LONGEST_BYTES = 63;
  private static final Set<String> TEMPLATES = Set.of("template0", "template1");

  private DatabaseName() {}

  /** The same name where possible; the templates' names are the server's own. */
  static String usable(String wanted) {
    String name = wanted.replaceAll("[\\x00-\\x1f\\x7f]", "_");
    if (TEMPLATES.contains(name)) {
      name = "restored_" + name;
    }
    while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
    }
    return name.isBlank() ? "restored" : name;
  }
}
