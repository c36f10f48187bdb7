package dev.restorebot.bot.settings;

import java.util.List;
import java.util.Optional;

/**
 * The result of a change of settings.
 *
 * @param taken changes that are applied
 * @param waiting changes that need a restart
 * @param faults all mistakes, for people, when nothing was applied
 */
public record ReloadResult(
    List<SettingChange> taken, List<SettingChange> waiting, Optional<String> faults) {
  public ReloadResult {
    taken = List.copyOf(taken);
    waiting = List.copyOf(waiting);
  }
}
