package dev.restorebot.engine.approval;

import dev.restorebot.engine.audit.CanonicalHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The exact operation that a request is for. People approve exactly this; when any of it changes,
 * their approval is void.
 *
 * @param kind such as {@code disaster} or {@code rollback}
 * @param backupSha256 of the backup's bytes; empty where no backup is restored
 * @param target what is replaced: project, service, database and volume, in one text
 * @param planHash of the plan's text as it was shown
 */
public record Binding(String kind, String backupSha256, String target, String planHash) {
  /** Binds to a plan as people read it. */
  public static Binding of(String kind, String backupSha256, String target, String plan) {
    return new Binding(
        kind, backupSha256, target, new CanonicalHash("restore-bot plan 1").add(plan).hex());
  }

  /** Returns the difference, in words for people; empty when nothing does. */
  public Optional<String> differenceFrom(Binding other) {
    List<String> words = new ArrayList<>();
    if (!kind.equals(other.kind)) {
      words.add("it is a " + kind + " now, not a " + other.kind);
    }
    if (!backupSha256.equals(other.backupSha256)) {
      words.add(
          "the backup's content changed (SHA-256 was "
              + shortened(other.backupSha256)
              + ", is "
              + shortened(backupSha256)
              + ")");
    }
    if (!target.equals(other.target)) {
      words.add("the target changed (was " + other.target + ", is " + target + ")");
    }
    if (!planHash.equals(other.planHash)) {
      words.add("the plan changed");
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
  }

  private static String shortened(String hash) {
    return hash.isEmpty() ? "none" : hash.substring(0, Math.min(12, hash.length()));
  }
}
