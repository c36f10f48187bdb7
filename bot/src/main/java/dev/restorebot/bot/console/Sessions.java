package dev.restorebot.bot.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.bot.oidc.OidcClient;
import dev.restorebot.bot.oidc.OidcPerson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The people who signed in, and their sessions. In memory: a restart of the bot ends all sessions.
 * Thread-safe.
 */
final class Sessions {
  private static final int MOST = 10_000;

  private final Map<String, SignedInPerson> people = new ConcurrentHashMap<>();
  private final Cache<String, String> sessions;
  private final OidcClient provider;
  private final InstantSource clock;

  Sessions(OidcClient provider, Duration lifetime, InstantSource clock) {
    this.provider = provider;
    this.clock = clock;
    this.sessions =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(lifetime)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /** Opens a session and returns its secret, of which only a hash is kept. */
  String open(OidcPerson person) {
    people
        .computeIfAbsent(person.id(), id -> new SignedInPerson(person, provider, clock))
        .signedIn(person);
    String secret = RequestGuard.randomHex(32);
    sessions.put(hash(secret), person.id());
    return secret;
  }

  /** Returns whose session that is, while it lasts. */
  Optional<SignedInPerson> find(String secret) {
    return Optional.ofNullable(secret)
        .map(Sessions::hash)
        .map(sessions::getIfPresent)
        .map(people::get)
        .filter(person -> !person.doubted());
  }

  /** Ends a session. What the provider said of the person stays, for votes that they gave. */
  void close(String secret) {
    String key = hash(secret);
    String id = sessions.getIfPresent(key);
    sessions.invalidate(key);
    if (id != null && !sessions.asMap().containsValue(id)) {
      people.get(id).forgetToken();
    }
  }

  private static String hash(String secret) {
    return DigestUtils.sha256Hex(secret);
  }

  /** Returns somebody who signed in since the start. */
  Optional<SignedInPerson> person(String id) {
    return Optional.ofNullable(people.get(id));
  }
}
