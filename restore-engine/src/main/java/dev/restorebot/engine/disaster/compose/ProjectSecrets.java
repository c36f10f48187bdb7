package dev.restorebot.engine.disaster.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes the values of a project's {@code .env} out of what Compose says about it. */
final class ProjectSecrets {
  private static final int SHORTEST = 6;

  private ProjectSecrets() {}

  static String mask(Path folder, String text) {
    String masked = text;
    try {
      for (String line : Files.readAllLines(folder.resolve(".env"))) {
        int at = line.indexOf('=');
        String value = at < 0 ? "" : line.substring(at + 1).strip().replaceAll("^[\"']|[\"']$", "");
        if (value.length() >= SHORTEST && !value.contains("/") && !line.startsWith("COMPOSE_")) {
          masked = masked.replace(value, "***");
        }
      }
    } catch (IOException e) {
      return text; // no such file, so Compose has read nothing of it either
    }
    return masked;
  }
}
