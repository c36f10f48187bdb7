package dev.restorebot.bot.settings;

import java.util.Locale;
import java.util.function.Function;

/**
 * One setting: its name, its default as it is written in YAML, and how its text is read.
 *
 * @param path name in YAML, such as {@code sandbox.lifetime}
 * @param defaultText default, as in {@code config/restore-bot.yaml}
 * @param reader reads the text; throws IllegalArgumentException that says what would be right
 */
record Key<T>(String path, String defaultText, Function<String, T> reader) {
  static final String PREFIX = "RESTORE_BOT_";

  /** The name of the environment variable that overrides it. */
  String environmentName() {
    return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
