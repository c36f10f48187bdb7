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
    APPROVAL_NEEDED("approval-needed", Severity.CRITICAL),
    /** A restored volume waits for go or no-go, or still does. */
    GO_NEEDED("go-needed", Severity.CRITICAL),
    /** Something went wrong in a disaster restore that goes on. */
    DISASTER_TROUBLE("disaster-trouble", Severity.CRITICAL),
    /** A disaster restore runs: nobody has to act. */
    DISASTER_RUNNING("disaster-running", Severity.INFO),
    /** A disaster restore failed or was rolled back. */
    DISASTER_FAILED("disaster-failed", Severity.CRITICAL),
    /** A disaster restore is done, or ended before it changed anything. */
    DISASTER_ENDED("disaster-ended", Severity.INFO),
    /** A test restore found a fault in a backup. */
    TEST_FAILED("test-failed", Severity.ERROR),
    /** A test restore could not judge a backup. */
    TEST_COULD_NOT_VERIFY("test-could-not-verify", Severity.ERROR),
    /** A test restore passed. */
    TEST_PASSED("test-passed", Severity.INFO),
    /** A backup is broken, or the application does not work on its data. */
    REHEARSAL_FAILED("rehearsal-failed", Severity.ERROR),
    /** A rehearsal could not be made, or proved nothing. */
    REHEARSAL_COULD_NOT_VERIFY("rehearsal-could-not-verify", Severity.ERROR),
    /** A rehearsal passed. */
    REHEARSAL_PASSED("rehearsal-passed", Severity.INFO),
    /** Nobody has run a drill that is due. */
    DRILL_OVERDUE("drill-overdue", Severity.ERROR),
    /** A drill ended with another result than PASSED. */
    DRILL_FAILED("drill-failed", Severity.ERROR),
    /** A drill passed. */
    DRILL_PASSED("drill-passed", Severity.INFO);

    private final String word;
    private final Severity severity;

    Event(String word, Severity severity) {
      this.word = word;
      this.severity = severity;
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

    /** Returns how much it matters. */
    public Severity severity() {
      return severity;
    }

    /** Returns true if it opens an alert, or keeps it open; otherwise it closes one. */
    public boolean opens() {
      return severity != Severity.INFO;
    }
  }

  /** The severity of an event. */
  public enum Severity {
    /** It cannot wait until the morning. */
    CRITICAL,
    /** Somebody has to look at it. */
    ERROR,
    /** It is good news, and closes an alert. */
    INFO
  }
}
