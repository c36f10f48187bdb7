package dev.restorebot.engine.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of loading a backup into a sandbox.
 *
 * @param jobs parallel jobs of pg_restore; 0 for as many as the sandbox has CPUs
 * @param ownerAndPrivileges whether owners and grants are restored too
 * @param timeout after which a restore is given up
 * @param ignore errors that do not count, besides {@link IgnoreRule#BUILT_IN} (without {@link
 *     IgnoreRule#OWNERS_AND_PRIVILEGES} when owners and grants are restored)
 */
public record LoadSettings(
    int jobs, boolean ownerAndPrivileges, Duration timeout, List<IgnoreRule> ignore) {
  /** As the runbook does it. */
  public static final LoadSettings DEFAULT =
      new LoadSettings(0, false, Duration.ofHours(4), List.of());

  public LoadSettings {
    ignore = List.copyOf(ignore);
  }

  /** All rules, the configured ones first. */
  List<IgnoreRule> rules() {
    List<IgnoreRule> all = new ArrayList<>(ignore);
    IgnoreRule.BUILT_IN.stream()
        .filter(rule -> !ownerAndPrivileges || !IgnoreRule.OWNERS_AND_PRIVILEGES.contains(rule))
        .forEach(all::add);
    return all;
  }
}
