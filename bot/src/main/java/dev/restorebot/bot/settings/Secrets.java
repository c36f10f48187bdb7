package dev.restorebot.bot.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads secrets: from a variable of the environment, or from a file that a setting names. */
final class Secrets {
  private static final String FILE = "-file";

  private final SettingValues values;
  private final Map<String, String> environment;

  Secrets(SettingValues values, Map<String, String> environment) {
    this.values = values;
    this.environment = environment;
  }

  /** All settings that name a file with a secret. */
  static List<SettingKey<?>> files() {
    return Stream.<SettingKey<?>>of(
            SettingKeys.KEY_FILE,
            SettingKeys.SLACK_BOT_TOKEN,
            SettingKeys.SLACK_APP_TOKEN,
            SettingKeys.SLACK_SIGNING_SECRET,
            SettingKeys.DISCORD_TOKEN)
        .toList();
  }

  /** The variable that holds the same secret as that setting's file. */
  static String variable(SettingKey<?> file) {
    return file.path().equals(SettingKeys.KEY_FILE.path())
        ? SettingsLoader.KEY_VARIABLE
        : SettingKey.PREFIX
            + name(file).toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** What somebody would write who put the secret into the settings themselves. */
  static String name(SettingKey<?> file) {
    return file.path().substring(0, file.path().length() - FILE.length());
  }

  SecretValue read(SettingKey<Optional<Path>> file) {
    String variable = environment.getOrDefault(variable(file), "");
    if (!variable.isEmpty()) {
      return new SecretValue(variable);
    }
    Optional<Path> path = values.get(file);
    if (path.isEmpty()) {
      return SecretValue.NONE;
    }
    try {
      // As OpenSSL's -pass file: reads it: the first line.
      String secret = Files.readString(path.get()).lines().findFirst().orElse("");
      if (secret.isEmpty()) {
        values.problem(file.path(), "the file " + path.get() + " is empty");
      }
      return new SecretValue(secret);
    } catch (IOException e) {
      values.problem(file.path(), "the file " + path.get() + " cannot be read");
      return SecretValue.NONE;
    }
  }
}
