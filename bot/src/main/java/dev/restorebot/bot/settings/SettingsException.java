package dev.restorebot.bot.settings;

import java.util.List;

/** The settings cannot be used. The message lists everything that is wrong, one line each. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  SettingsException(String source, List<String> problems) {
    super(
        source
            + (problems.size() == 1 ? " has 1 error:" : " has " + problems.size() + " errors:")
            + problems.stream().map(p -> "\n  " + p).reduce("", String::concat));
  }
}
