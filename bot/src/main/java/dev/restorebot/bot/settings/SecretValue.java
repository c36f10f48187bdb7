package dev.restorebot.bot.settings;

/** A secret that does not show in any text. */
public record SecretValue(String value) {
  /** None is set. */
  public static final SecretValue NONE = new SecretValue("");

  /** Returns whether one is set. */
  public boolean isSet() {
    return !value.isEmpty();
  }

  @Override
  public String toString() {
    return isSet() ? "***" : "(not set)";
  }
}
