package dev.restorebot.bot.settings;

/** A file with a key, as one may be written on Windows or with an editor. */
final class KeyFile {
  static final String PATH = "src/test/resources/dev/restorebot/bot/settings/backup.key";
  static final String KEY = "sample key, not a secret";

  private KeyFile() {}
}
