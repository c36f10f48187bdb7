package dev.restorebot.bot.discord;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;

/** Answers that need nobody behind the front end. */
final class DiscordNotes {
  static final Card TOO_OLD =
      Card.of(Tone.WARN, "This button has expired")
          .line("Nothing was done. Run the command again: type `/restore`.")
          .build();

  static final Card BROKEN =
      Card.of(Tone.BAD, "Internal error in restore-bot")
          .line("Nothing was done. Try again. The details are in restore-bot's log.")
          .build();

  static final Card ELSEWHERE =
      Card.of(Tone.WARN, "This server is not set up")
          .line(
              "Nothing was done. This bot works only in the server of the setting"
                  + " `discord.server`.")
          .build();

  private DiscordNotes() {}
}
