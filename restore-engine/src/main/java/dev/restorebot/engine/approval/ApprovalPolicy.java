package dev.restorebot.engine.approval;

import dev.restorebot.engine.audit.CanonicalHash;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of approval, as configured.
 *
 * @param needed how many leads beside the requester, never below {@link #LEAST}
 * @param approveWithin how long a request waits for them
 * @param runWithin how long an approved request may wait to be executed
 * @param reminders how long after the request to remind, while it is pending
 * @param leads what the settings say who is a lead: ids of people and of groups
 * @param channel where requests are approved that come from the command line, or from a console
 *     without leads
 */
public record ApprovalPolicy(
    int needed,
    Duration approveWithin,
    Duration runWithin,
    List<Duration> reminders,
    SecondFactorKind secondFactor,
    Set<String> leads,
    SamePersonRules people,
    Optional<ChannelRef> channel) {
  /** Nothing makes fewer people enough, no setting either. */
  public static final int LEAST = 2;

  public ApprovalPolicy {
    if (needed < LEAST) {
      throw new IllegalArgumentException(
          "approval by " + needed + " is not enough; it takes at least " + LEAST + " leads");
    }
    requirePositive(approveWithin, "the time to approve");
    requirePositive(runWithin, "the time to run");
    reminders = reminders.stream().sorted().distinct().toList();
    reminders.forEach(after -> requirePositive(after, "the time of a reminder"));
    if (!reminders.isEmpty() && reminders.get(reminders.size() - 1).compareTo(approveWithin) >= 0) {
      throw new IllegalArgumentException("a reminder comes after the time to approve is over");
    }
    leads = Set.copyOf(leads);
  }

  private static void requirePositive(Duration duration, String what) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be longer than zero");
    }
  }

  /**
   * Changes with any of the rules. A request keeps the fingerprint that it was made under, and is
   * void when it is not the present one.
   */
  public String fingerprint() {
    CanonicalHash hash =
        new CanonicalHash("restore-bot approval policy 1")
            .add(needed)
            .add(approveWithin.toString())
            .add(runWithin.toString())
            .add(reminders.stream().map(Duration::toString).toList())
            .add(secondFactor.name())
            .add(new TreeSet<>(leads))
            .add(people.canonical());
    // Left out without one, so that requests of earlier versions stay valid.
    return channel.map(place -> hash.add(place.text())).orElse(hash).hex();
  }

  /**
   * Returns the channel beside its own in which a request is approved, if there is one. A console
   * with leads of its own decides its requests alone: nobody could vote there and in a chat.
   */
  Optional<ChannelRef> channelOf(ChannelRef place) {
    return channel.filter(any -> place.local() && !hasLeads(place));
  }

  /** Returns whether leads are named for the front end of that place. */
  boolean hasLeads(ChannelRef place) {
    return leads.stream().anyMatch(id -> id.startsWith(place.frontEnd() + ":"));
  }
}
