package dev.restorebot.bot.settings;

import java.util.List;
import java.util.Optional;

/**
 * What became of changed settings.
 *
 * @param taken what is in force now
 * @param waiting what differs from what is in force, and needs a restart
 * @param faults why nothing was taken over: everything that is wrong, for people
 */
public record ReloadResult(
    List<SettingChange> taken, List<SettingChange> waiting, Optional<String> faults) {
  public ReloadResult {
    taken = List.copyOf(taken);
    waiting = List.copyOf(waiting);
  }
}
