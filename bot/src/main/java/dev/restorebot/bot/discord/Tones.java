package dev.restorebot.bot.discord;

import dev.restorebot.bot.thread.Tone;

/** A tone as a sign and a word, which all can read, and as a colour beside them. */
final class Tones {
  private Tones() {}

  static String label(Tone tone) {
    return switch (tone) {
      case INFO -> "\u2139\ufe0f Information";
      case RUNNING -> "\u23f3 Running";
      case GOOD -> "\u2705 Good";
      case WARN -> "\u26a0\ufe0f Warning";
      case BAD -> "\u274c Bad";
      case UNSURE -> "\u2754 Unsure";
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
