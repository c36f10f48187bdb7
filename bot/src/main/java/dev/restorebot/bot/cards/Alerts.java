package dev.restorebot.bot.cards;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;

/** Sends what on-call people must hear of to the webhook too. Returns at once. */
public final class Alerts {
  /** The name of the webhook among the chats. */
  public static final String WEBHOOK = "webhook";

  /** The name of the heartbeats of drills among the chats. */
  public static final String HEARTBEAT = "heartbeat";

  private final Delivery delivery;
  private final boolean enabled;

  /** Sends through that delivery, or nothing when there is no webhook. */
  public Alerts(Delivery delivery, boolean enabled) {
    this.delivery = delivery;
    this.enabled = enabled;
  }

  /**
   * Sends an event.
   *
   * @param subject what it is about, such as {@code disaster-a1b2c3}: events of one subject arrive
   *     in order, and the last may close the alert that an earlier one opened
   */
  void send(Event event, String subject, Card card) {
    if (enabled) {
      delivery.reply(new Origin(WEBHOOK, event.word, subject), card);
    }
  }

  /** Kinds of events. Their words never change: receivers tell events apart by them. */
  public enum Event {
    /** A disaster restore needs approval, or still does. */
    APPROVAL_NEEDED("approval-needed", Effect.OPENS, true),
    /** A restored volume waits for go or no-go, or still does. */
    GO_NEEDED("go-needed", Effect.OPENS, true),
    /** Something went wrong in a disaster restore that goes on. */
    DISASTER_TROUBLE("disaster-trouble", Effect.OPENS, true),
    /** A disaster restore runs: nobody has to act. */
    DISASTER_RUNNING("disaster-running", Effect.CLOSES, false),
    /** A disaster restore failed or was rolled back. */
    DISASTER_FAILED("disaster-failed", Effect.OPENS, true),
    /** A disaster restore is done, or ended before it changed anything. */
    DISASTER_ENDED("disaster-ended", Effect.CLOSES, false),
    /** A test restore found a fault in a backup. */
    TEST_FAILED("test-failed", Effect.OPENS, false),
    /** A test restore could not judge a backup. */
    TEST_COULD_NOT_VERIFY("test-could-not-verify", Effect.OPENS, false),
    /** A test restore passed. */
    TEST_PASSED("test-passed", Effect.CLOSES, false),
    /** Nobody has run a drill that is due. */
    DRILL_OVERDUE("drill-overdue", Effect.OPENS, false),
    /** A drill ended with another result than PASSED. */
    DRILL_FAILED("drill-failed", Effect.OPENS, false),
    /** A drill passed. */
    DRILL_PASSED("drill-passed", Effect.CLOSES, false);

    private final String word;
    private final Effect effect;
    private final boolean urgent;

    Event(String word, Effect effect, boolean urgent) {
      this.word = word;
      this.effect = effect;
      this.urgent = urgent;
    }

    /**
     * Returns the event of a word.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Event of(String word) {
      for (Event event : values()) {
        if (event.word.equals(word)) {
          return event;
        }
      }
      throw new IllegalArgumentException("no event: " + word);
    }

    /** Returns the word that receivers know it by. */
    public String word() {
      return word;
    }

    /** Returns true if it opens an alert, or keeps it open; otherwise it closes one. */
    public boolean opens() {
      return effect == Effect.OPENS;
    }

    /** Returns true if it cannot wait until the morning. */
    public boolean urgent() {
      return urgent;
    }
  }

  private enum Effect {
    OPENS,
    CLOSES
  }
}
