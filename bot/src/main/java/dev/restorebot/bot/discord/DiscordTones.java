package dev.restorebot.bot.discord;

import dev.restorebot.bot.message.Tone;

/** A tone as a sign, each of another shape, and as a colour beside it; the title has the word. */
final class DiscordTones {
  private DiscordTones() {}

  static String sign(Tone tone) {
    return switch (tone) {
      case INFO -> "\u2139\ufe0f";
      case RUNNING -> "\u23f3";
      case GOOD -> "\u2705";
      case WARN -> "\u26a0\ufe0f";
      case BAD -> "\u274c";
      case UNSURE -> "\u2754";
    };
  }

  static int colour(Tone tone) {
    return switch (tone) {
      case INFO -> 0x5865f2;
      case RUNNING -> 0x3498db;
      case GOOD -> 0x2e7d32;
      case WARN -> 0xf9a825;
      case BAD -> 0xc62828;
      case UNSURE -> 0x757575;
    };
  }
}
