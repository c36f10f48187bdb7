package dev.restorebot.bot.settings;

import java.util.Locale;

/**
 * One setting: its name, its default as it is written in YAML, and what its values are.
 *
 * @param path name in YAML, such as {@code sandbox.lifetime}
 * @param defaultText default, as in {@code config/restore-bot.yaml}
 * @param kind what its values are
 */
record SettingKey<T>(String path, String defaultText, ValueType<T> kind) {
  static final String PREFIX = "RESTORE_BOT_";

  /** The name of the environment variable that overrides it. */
  String environmentName() {
    return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
