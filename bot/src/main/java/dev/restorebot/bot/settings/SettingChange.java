package dev.restorebot.bot.settings;

/**
 * A setting that differs. Safe to show: of a secret it only says that it changed.
 *
 * @param path its name
 */
public record SettingChange(String path, String before, String now) {
  /** Returns the change in words. */
  public String words() {
    return before.equals(now) ? "changed" : before + " → " + now;
  }

  @Override
  public String toString() {
    return path + ": " + words();
  }
}
