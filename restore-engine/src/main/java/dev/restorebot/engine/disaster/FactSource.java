package dev.restorebot.engine.disaster;

import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says where a group of facts about a target comes from.
 *
 * @param facts the group, such as {@code Roles and passwords}
 * @param source where they come from, such as {@code the backup}
 * @param takenAt when the server was asked, for what it told before it stopped or on a copy
 */
public record FactSource(String facts, String source, Optional<Instant> takenAt) {
  static final String REMEMBERED = "remembered";
  private static final String DROPPED = "remembered from before it was dropped, asked";
  private static final String COPIED = "from a copy of the old volume, asked";

  /** Facts that are as they are now. */
  public static FactSource now(String facts, String source) {
    return new FactSource(facts, source, Optional.empty());
  }

  /** Facts that the running server gave at that time. */
  public static FactSource remembered(String facts, Instant takenAt) {
    return new FactSource(facts, REMEMBERED, Optional.of(takenAt));
  }

  /** Facts that a server on a copy of the old volume gave at that time. */
  public static FactSource copied(String facts, Instant takenAt) {
    return new FactSource(facts, COPIED, Optional.of(takenAt));
  }

  /** Facts that the server gave at that time about a database that was dropped since. */
  public static FactSource dropped(String facts, Instant takenAt) {
    return new FactSource(facts, DROPPED, Optional.of(takenAt));
  }

  /** Returns it as a sentence, with the age. */
  public String text(Instant now) {
    return facts
        + ": "
        + source
        + takenAt
            .map(
                at ->
                    " "
                        + Durations.minutes(Duration.between(at, now))
                        + " ago"
                        + (source.equals(REMEMBERED) ? ", because the server does not run" : ""))
            .orElse("")
        + ".";
  }
}
