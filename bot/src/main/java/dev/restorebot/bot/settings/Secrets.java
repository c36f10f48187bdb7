package dev.restorebot.bot.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads secrets: from a variable of the environment, or from a file that a setting names. */
final class Secrets {
  private final SettingValues values;
  private final Map<String, String> environment;

  Secrets(SettingValues values, Map<String, String> environment) {
    this.values = values;
    this.environment = environment;
  }

  /** Returns all settings that name a file with a secret. */
  static List<SettingKey> files() {
    return SettingKeys.all().stream().filter(SettingKey::secret).toList();
  }

  SecretValue read(SettingKey file) {
    String variable = environment.getOrDefault(file.secretVariable(), "");
    if (!variable.isEmpty()) {
      return new SecretValue(variable);
    }
    Optional<?> path = (Optional<?>) values.get(file);
    if (path.isEmpty()) {
      return SecretValue.NONE;
    }
    Path place = (Path) path.get();
    try {
      // As OpenSSL's -pass file: reads it: the first line.
      String secret = Files.readString(place).lines().findFirst().orElse("");
      if (secret.isEmpty()) {
        values.problem(file.path(), "the file " + place + " is empty");
      }
      return new SecretValue(secret);
    } catch (IOException e) {
      values.problem(file.path(), "the file " + place + " cannot be read");
      return SecretValue.NONE;
    }
  }
}
