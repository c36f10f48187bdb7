package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.job.Job;
import java.util.Locale;
import java.util.Optional;

/** Builds the answer about the state of a job, in any chat. Pure. */
public final class StatusCard {
  private StatusCard() {}

  public static Card of(Job job, int place, String chat) {
    Card card = HeadlineCards.of(job, Optional.empty(), place);
    String home = Origin.read(job.origin()).frontEnd();
    return home.equals(chat) ? card : card.withLine("Its thread is in " + shown(home) + ".");
  }

  private static String shown(String chat) {
    return chat.substring(0, 1).toUpperCase(Locale.ROOT) + chat.substring(1);
  }
}
