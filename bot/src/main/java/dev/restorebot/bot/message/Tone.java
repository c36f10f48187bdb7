package dev.restorebot.bot.message;

/** How a message feels: front ends show it as a colour or a sign, never by colour alone. */
public enum Tone {
  INFO,
  RUNNING,
  GOOD,
  WARN,
  BAD,
  UNSURE
}
