package dev.restorebot.engine.load;

import dev.restorebot.engine.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of loading a backup into a sandbox.
 *
 * @param jobs parallel jobs; 0 for as many as the sandbox has CPUs
 * @param plain the way in which plain SQL is loaded
 * @param ownerAndPrivileges whether owners and grants are restored too
 * @param timeout after which a restore is given up
 * @param ignore errors that do not count, besides {@link IgnoreRule#BUILT_IN} (without {@link
 *     IgnoreRule#OWNERS_AND_PRIVILEGES} when owners and grants are restored)
 */
public record LoadSettings(
    int jobs,
    PlainChoice plain,
    boolean ownerAndPrivileges,
    Duration timeout,
    List<IgnoreRule> ignore) {
  /** As the runbook does it. */
  public static final LoadSettings DEFAULT =
      new LoadSettings(0, PlainChoice.AUTO, false, Duration.ofHours(4), List.of());

  public LoadSettings {
    ignore = List.copyOf(ignore);
  }

  /** Creates settings that load plain SQL in the usual way. */
  public LoadSettings(
      int jobs, boolean ownerAndPrivileges, Duration timeout, List<IgnoreRule> ignore) {
    this(jobs, PlainChoice.AUTO, ownerAndPrivileges, timeout, ignore);
  }

  /** Returns these settings, but for the way in which plain SQL is loaded. */
  public LoadSettings with(PlainChoice choice) {
    return new LoadSettings(jobs, choice, ownerAndPrivileges, timeout, ignore);
  }

  /** Returns the number of jobs in that sandbox. */
  int jobs(Sandbox sandbox) {
    return jobs > 0 ? jobs : sandbox.cpus();
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
