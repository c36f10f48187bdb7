package dev.restorebot.engine.disaster.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of the rehearsals of a target.
 *
 * @param leaveOut the services that are not started
 * @param commands other commands for services, such as one that sends no mail
 */
public record RehearsalSettings(Set<String> leaveOut, Map<String, List<String>> commands) {
  /** All services with their own commands. */
  public static final RehearsalSettings DEFAULT = new RehearsalSettings(Set.of(), Map.of());

  public RehearsalSettings {
    leaveOut = Set.copyOf(leaveOut);
    commands = Map.copyOf(commands);
  }
}
