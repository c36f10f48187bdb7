package dev.restorebot.bot.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** {@code config/slack-manifest.yaml}. */
final class Manifest {
  private Manifest() {}

  static JsonNode read() {
    try {
      return new YAMLMapper().readTree(Files.readString(Path.of("../config/slack-manifest.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Set<String> scopes() {
    Set<String> scopes = new TreeSet<>();
    read().path("oauth_config").path("scopes").path("bot").forEach(s -> scopes.add(s.asText()));
    return scopes;
  }
}
