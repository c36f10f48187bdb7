package dev.restorebot.engine.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * SHA-256 over a row of values. Every value is preceded by its length, so that no two rows of
 * values give the same bytes: "ab", "c" is not "a", "bc".
 */
public final class CanonicalHash {
  private final MessageDigest digest = DigestUtils.getSha256Digest();

  /**
   * Begins a row.
   *
   * @param purpose what is hashed, so that a hash of one thing is never one of another
   */
  public CanonicalHash(String purpose) {
    add(purpose);
  }

  public CanonicalHash add(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return add((long) bytes.length).raw(bytes);
  }

  public CanonicalHash add(long value) {
    return raw(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** Adds values in their order, and how many there are. */
  public CanonicalHash add(Collection<String> values) {
    add(values.size());
    values.forEach(this::add);
    return this;
  }

  public CanonicalHash add(SortedMap<String, String> values) {
    add(values.size());
    for (Map.Entry<String, String> value : values.entrySet()) {
      add(value.getKey()).add(value.getValue());
    }
    return this;
  }

  /** The hash of the row, 64 hexadecimal digits; afterwards nothing can be added. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private CanonicalHash raw(byte[] bytes) {
    digest.update(bytes);
    return this;
  }
}
