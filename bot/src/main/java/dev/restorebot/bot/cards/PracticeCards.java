package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.advice.Practice;
import dev.restorebot.engine.advice.Practice.Verdict;
import java.util.List;

/** Builds the message about best practices. Pure. */
public final class PracticeCards {
  private PracticeCards() {}

  public static Card of(List<Practice> practices) {
    long broken = count(practices, Verdict.DOES_NOT_HOLD);
    long unknown = count(practices, Verdict.NOT_KNOWN);
    long hold = count(practices, Verdict.HOLDS);
    String title =
        hold
            + " of "
            + practices.size()
            + " best practices are met"
            + (broken == 0 ? "" : ", " + broken + (broken == 1 ? " is not" : " are not"))
            + (unknown == 0
                ? ""
                : ", " + unknown + (unknown == 1 ? " is unknown" : " are unknown"));
    Tone tone = broken > 0 ? Tone.WARN : unknown > 0 ? Tone.UNSURE : Tone.GOOD;
    Card.Builder card = Card.of(tone, title);
    practices.forEach(each -> card.field(sign(each.verdict()) + " " + each.name(), text(each)));
    return card.build();
  }

  private static long count(List<Practice> practices, Verdict verdict) {
    return practices.stream().filter(each -> each.verdict() == verdict).count();
  }

  private static String sign(Verdict verdict) {
    return switch (verdict) {
      case HOLDS -> "✔";
      case DOES_NOT_HOLD -> "✘";
      case NOT_KNOWN -> "?";
    };
  }

  private static String text(Practice practice) {
    return practice.todo().isEmpty()
        ? practice.what()
        : practice.what() + " What to do: " + practice.todo();
  }
}
