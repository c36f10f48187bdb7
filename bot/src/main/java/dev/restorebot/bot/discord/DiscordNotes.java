package dev.restorebot.bot.discord;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;

/** Answers that need nobody behind the front end. */
final class DiscordNotes {
  static final Card TOO_OLD =
      Card.of(Tone.WARN, "This button is too old")
          .line("The bot does not know any more what it did. Type `/restore` instead.")
          .build();

  static final Card BROKEN =
      Card.of(Tone.BAD, "The bot made a mistake")
          .line("Nothing was done. Try it again; the bot's log has the details.")
          .build();

  static final Card ELSEWHERE =
      Card.of(Tone.WARN, "Not here")
          .line("This bot works in one Discord server only, and this is not it.")
          .build();

  private DiscordNotes() {}
}
