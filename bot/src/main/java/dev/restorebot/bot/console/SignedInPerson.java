package dev.restorebot.bot.console;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.oidc.OidcClient;
import dev.restorebot.bot.oidc.OidcPerson;
import dev.restorebot.bot.oidc.SignInException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A signed-in person with the last answer of the provider and its time. Thread-safe. */
final class SignedInPerson {
  /** The maximum age of an answer when the provider can be asked without the person. */
  static final Duration FRESH = Duration.ofMinutes(5);

  /** The maximum age of a sign-in when only the person can get a new answer by signing in. */
  static final Duration FRESH_BY_HAND = Duration.ofMinutes(30);

  private static final String GROUP = "group:";
  private static final Logger log = LoggerFactory.getLogger(SignedInPerson.class);

  private final OidcClient provider;
  private final InstantSource clock;
  private OidcPerson said;
  private Instant at;
  private boolean doubted;

  SignedInPerson(OidcPerson said, OidcClient provider, InstantSource clock) {
    this.provider = provider;
    this.clock = clock;
    this.said = said;
    this.at = clock.instant();
  }

  /** Takes what the provider said at another sign-in. */
  synchronized void signedIn(OidcPerson person) {
    said = person;
    at = clock.instant();
    doubted = false;
  }

  /** Forgets what the provider could be asked with. */
  synchronized void forgetToken() {
    said = new OidcPerson(said.id(), said.name(), said.groups(), Optional.empty());
  }

  synchronized ConsolePerson shown() {
    return new ConsolePerson(said.id(), said.name(), "");
  }

  /** Returns whether the provider no longer vouches for the person: sessions end. */
  synchronized boolean doubted() {
    return doubted;
  }

  /** Returns whether one of those is the person or a group of theirs, by the last answer. */
  synchronized boolean isAmong(Collection<String> ids) {
    return isAmong(said.id(), said.groups(), ids);
  }

  static boolean isAmong(String id, Set<String> groups, Collection<String> ids) {
    return ids.stream()
        .anyMatch(
            each ->
                each.startsWith(GROUP)
                    ? groups.contains(each.substring(GROUP.length()))
                    : each.equals(id));
  }

  /**
   * Makes sure that the last answer is fresh.
   *
   * @param now whether it must be of this moment, where the provider can be asked
   * @throws DeliveryException when it cannot be, with what to do
   */
  synchronized void confirm(boolean now) throws DeliveryException {
    Duration age = Duration.between(at, clock.instant());
    if (!now && !doubted && age.compareTo(FRESH) < 0) {
      return;
    }
    Optional<OidcPerson> again;
    try {
      again = doubted ? Optional.empty() : provider.again(said);
    } catch (SignInException e) {
      if (e.reason() == SignInException.Reason.UNAVAILABLE) {
        throw new DeliveryException(e.getMessage(), true, e);
      }
      log.warn("the sign-in of {} has ended: {}", said.id(), e.getMessage());
      doubted = true;
      again = Optional.empty();
    }
    if (again.isPresent()) {
      signedIn(again.get());
    } else if (doubted || age.compareTo(FRESH_BY_HAND) >= 0) {
      throw new DeliveryException(said.name() + " must sign in to the console again", true, null);
    }
  }
}
