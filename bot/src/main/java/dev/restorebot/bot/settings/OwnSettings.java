package dev.restorebot.bot.settings;

import java.util.Map;

/**
 * The settings that one database or one target has of its own; the others are the general ones.
 *
 * @param values values by the names of the settings that they override, such as {@code
 *     verify.level}
 */
public record OwnSettings(Map<String, Object> values) {
  public OwnSettings {
    values = Map.copyOf(values);
  }
}
