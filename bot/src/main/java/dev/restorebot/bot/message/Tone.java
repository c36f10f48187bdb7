package dev.restorebot.bot.message;

/** Tone of a message. Front ends show it as a colour and a sign, never by colour alone. */
public enum Tone {
  INFO,
  RUNNING,
  GOOD,
  WARN,
  BAD,
  UNSURE
}
