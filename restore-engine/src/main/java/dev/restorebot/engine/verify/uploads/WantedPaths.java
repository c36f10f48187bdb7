package dev.restorebot.engine.verify.uploads;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The files that a database knows, held against those that an archive has. A path and a file are
 * the same when one ends with the other at a {@code /}; and what is before it has to be the same
 * text for all of them, so that {@code other/1.pdf} does not stand for {@code mine/1.pdf}.
 *
 * <p>Of each path only a hash is kept (with a salt, so that none can be made to collide) and which
 * ways of comparing found it: some 20 bytes. Not thread-safe.
 */
final class WantedPaths {
  /** The ways that leave out something of the paths; as many leave out something of the files. */
  private static final int WAYS = 8;

  private final PathTable table = new PathTable();
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private final byte[] salt = new byte[16];
  private final String prefix;
  private final boolean exact;
  private Optional<List<String>> common = Optional.empty();
  private final Map<String, Integer> lefts = new LinkedHashMap<>();

  /**
   * @param prefix what paths begin with and files do not; empty to find it out
   * @param exact whether files have no folder before them that paths do not have
   */
  WantedPaths(String prefix, boolean exact) {
    this.prefix = plain(prefix);
    this.exact = exact;
    new SecureRandom().nextBytes(salt);
  }

  /** Adds a path of the database; false when there are more than can be held. */
  boolean add(String path) {
    String plain = own(path);
    if (plain.isEmpty()) {
      return true;
    }
    if (prefix.isEmpty()) {
      common(plain);
    }
    return table.add(key(plain));
  }

  /** Returns the number of different paths. */
  int size() {
    return table.size();
  }

  /** Tells of a file that the archive has. All paths must have been added. */
  void seen(String file) {
    List<String> before = common.orElseGet(List::of);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i <= before.size(); i++) {
      table.mark(key(path + file), 1 << i);
      if (i < before.size()) {
        path.append(before.get(i)).append('/');
      }
    }
    int slash = exact ? -1 : file.indexOf('/');
    for (int i = 0; i < WAYS && slash >= 0; i++) {
      long key = key(file.substring(slash + 1));
      String left = file.substring(0, slash + 1);
      if (table.has(key) && (lefts.containsKey(left) || lefts.size() < WAYS)) {
        int way = lefts.computeIfAbsent(left, any -> lefts.size());
        table.mark(key, 1 << (WAYS + way));
      }
      slash = file.indexOf('/', slash + 1);
    }
  }

  /** The way of comparing that found most, with what it left out. */
  Found best() {
    int best = 0;
    for (int way = 1; way < 2 * WAYS; way++) {
      best = table.count(1 << way) > table.count(1 << best) ? way : best;
    }
    int chosen = best;
    String left =
        lefts.entrySet().stream()
            .filter(each -> each.getValue() == chosen - WAYS)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("");
    return new Found(1 << best, table.count(1 << best), left);
  }

  /** Returns whether that path of the database was found in that way. */
  boolean isFound(String path, Found way) {
    String plain = own(path);
    return plain.isEmpty() || table.isMarked(key(plain), way.bit());
  }

  /**
   * A way of comparing.
   *
   * @param count how many paths it found
   * @param left the folder that the archive's files have before them, with a slash; often empty
   */
  record Found(int bit, int count, String left) {}

  private String own(String path) {
    String plain = plain(path);
    return !prefix.isEmpty() && plain.startsWith(prefix + "/")
        ? plain.substring(prefix.length() + 1)
        : plain;
  }

  private static String plain(String path) {
    return Arrays.stream(path.split("/"))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .collect(Collectors.joining("/"));
  }

  /** The folders that all paths begin with, at most as many as there are ways. */
  private void common(String plain) {
    List<String> folders = new ArrayList<>(List.of(plain.split("/")));
    folders.remove(folders.size() - 1);
    int same = 0;
    List<String> before = common.orElse(folders);
    int most = Math.min(WAYS - 1, Math.min(before.size(), folders.size()));
    while (same < most && before.get(same).equals(folders.get(same))) {
      same++;
    }
    common = Optional.of(List.copyOf(folders.subList(0, same)));
  }

  private long key(String plain) {
    digest.update(salt);
    return ByteBuffer.wrap(digest.digest(plain.getBytes(UTF_8))).getLong();
  }
}
