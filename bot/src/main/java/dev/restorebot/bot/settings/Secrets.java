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

  private final Values values;
  private final Map<String, String> environment;

  Secrets(Values values, Map<String, String> environment) {
    this.values = values;
    this.environment = environment;
  }

  /** All settings that name a file with a secret. */
  static List<Key<?>> files() {
    return Stream.<Key<?>>of(
            Keys.KEY_FILE,
            Keys.SLACK_BOT_TOKEN,
            Keys.SLACK_APP_TOKEN,
            Keys.SLACK_SIGNING_SECRET,
            Keys.DISCORD_TOKEN)
        .toList();
  }

  /** The variable that holds the same secret as that setting's file. */
  static String variable(Key<?> file) {
    return file.path().equals(Keys.KEY_FILE.path())
        ? SettingsLoader.KEY_VARIABLE
        : Key.PREFIX + name(file).toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** What somebody would write who put the secret into the settings themselves. */
  static String name(Key<?> file) {
    return file.path().substring(0, file.path().length() - FILE.length());
  }

  Secret read(Key<Optional<Path>> file) {
    String variable = environment.getOrDefault(variable(file), "");
    if (!variable.isEmpty()) {
      return new Secret(variable);
    }
    Optional<Path> path = values.get(file);
    if (path.isEmpty()) {
      return Secret.NONE;
    }
    try {
      // As OpenSSL's -pass file: reads it: the first line.
      String secret = Files.readString(path.get()).lines().findFirst().orElse("");
      if (secret.isEmpty()) {
        values.problem(file.path(), "the file " + path.get() + " is empty");
      }
      return new Secret(secret);
    } catch (IOException e) {
      values.problem(file.path(), "the file " + path.get() + " cannot be read");
      return Secret.NONE;
    }
  }
}
