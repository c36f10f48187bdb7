package dev.restorebot.engine.sandbox.docker;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The names of sandboxes' containers: {@code <prefix>-restore-test-<job>}. A warm server has an id
 * of its own in the job's place, and gets the job's name when a job takes it: from then on it is
 * the job's, whoever looks.
 */
final class ContainerNames {
  private static final String TEST = "-restore-test-";
  private static final String WARM = "warm";
  private static final int DIGITS = 12;

  /** No id of a job is that long. */
  private static final Pattern WARM_ID = Pattern.compile(WARM + "[0-9a-f]{" + DIGITS + "}");

  private ContainerNames() {}

  static String of(String prefix, String id) {
    return prefix + TEST + part(id);
  }

  /** Returns an id without what a name may not contain. */
  static String part(String id) {
    return id.replaceAll("[^A-Za-z0-9_.-]", "-");
  }

  /** Returns a new id for a warm server. */
  static String warmId() {
    return WARM + UUID.randomUUID().toString().replace("-", "").substring(0, DIGITS);
  }

  /** Returns the id of the job in a container's name; empty for a warm server, or another name. */
  static String job(String name) {
    int at = name.lastIndexOf(TEST);
    String id = at < 0 ? "" : name.substring(at + TEST.length());
    return WARM_ID.matcher(id).matches() ? "" : id;
  }
}
