package dev.restorebot.bot.settings;

/** A secret that does not show in any text. */
public record Secret(String value) {
  /** None is set. */
  public static final Secret NONE = new Secret("");

  /** Whether one is set. */
  public boolean isSet() {
    return !value.isEmpty();
  }

  @Override
  public String toString() {
    return isSet() ? "***" : "(not set)";
  }
}
