package dev.restorebot.bot.settings;

import java.util.function.Function;

/** What is expected of one setting, written by hand. */
record Row(
    String yamlName,
    String environmentName,
    Function<Settings, Object> getter,
    Object defaultValue,
    String otherYaml,
    String otherEnvironment,
    Object otherValue) {

  @Override
  public String toString() {
    return yamlName;
  }
}
