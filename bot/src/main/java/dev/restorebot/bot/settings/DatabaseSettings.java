package dev.restorebot.bot.settings;

import java.util.Map;

/**
 * The settings that one database has of its own; the others are the general ones.
 *
 * @param values values by the names of the settings that they override, such as {@code
 *     verify.level}
 */
public record DatabaseSettings(Map<String, Object> values) {
  public DatabaseSettings {
    values = Map.copyOf(values);
  }
}
