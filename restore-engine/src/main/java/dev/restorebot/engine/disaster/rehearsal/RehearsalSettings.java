package dev.restorebot.engine.disaster.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the rehearsals of a target.
 *
 * @param leaveOut the services that are not started
 * @param commands other commands for services, such as one that sends no mail
 * @param timeout how long a whole rehearsal may take
 * @param rto how long a disaster restore may be down; empty when that is not set
 */
public record RehearsalSettings(
    Set<String> leaveOut,
    Map<String, List<String>> commands,
    Duration timeout,
    Optional<Duration> rto) {
  /** All services with their own commands. */
  public static final RehearsalSettings DEFAULT =
      new RehearsalSettings(Set.of(), Map.of(), Duration.ofHours(12), Optional.empty());

  public RehearsalSettings {
    leaveOut = Set.copyOf(leaveOut);
    commands = Map.copyOf(commands);
  }
}
