package dev.restorebot.bot.slack;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Makes a short key for a value that is longer than Slack takes. Keys are forgotten at a restart
 * and after many newer ones; values that fit never are. Thread-safe.
 */
final class LongValues {
  private static final String MARK = "sha256:";

  private final Cache<String, String> values = Caffeine.newBuilder().maximumSize(5_000).build();

  /** The value itself if it fits, else a key for it. */
  String shorten(String value, int most) {
    if (value.length() <= most && !value.startsWith(MARK)) {
      return value;
    }
    String key = MARK + DigestUtils.sha256Hex(value);
    values.put(key, value);
    return key;
  }

  /** Returns the value that {@link #shorten} was given; empty when it is forgotten. */
  Optional<String> resolve(String shortened) {
    return shortened.startsWith(MARK)
        ? Optional.ofNullable(values.getIfPresent(shortened))
        : Optional.of(shortened);
  }
}
