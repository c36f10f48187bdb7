package dev.restorebot.bot.wiring;

import dev.restorebot.bot.cards.DisasterPeople;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.EngineSettings;
import dev.restorebot.engine.approval.ApprovalPolicy;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.disaster.Disaster;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The people of each target, by the settings of the moment; the general ones for a target that is
 * no longer configured.
 */
record TargetPeople(Supplier<Settings> live) implements DisasterPeople {
  @Override
  public List<String> leads(Disaster disaster) {
    Settings settings = live.get();
    ApprovalPolicy policy =
        target(settings, disaster)
            .map(EngineSettings.Disaster::approval)
            .orElseGet(() -> DisasterFactory.policy(settings, List.of(), Optional.empty()));
    String chat = Origin.read(disaster.origin()).frontEnd() + ":";
    return policy.leads().stream()
        .filter(id -> id.startsWith(chat))
        .map(id -> id.substring(chat.length()))
        .sorted()
        .toList();
  }

  @Override
  public List<String> contacts(Disaster disaster) {
    return of(disaster).contacts();
  }

  @Override
  public List<String> handChecks(Disaster disaster) {
    return of(disaster).handChecks();
  }

  /** Returns whom to call about a database: those of the target that it is restored to. */
  List<String> contacts(String database) {
    Settings settings = live.get();
    return settings.disasters().values().stream()
        .filter(each -> BackupsOfDatabase.same(DisasterFactory.database(each), database))
        .findFirst()
        .orElse(settings.disaster())
        .contacts();
  }

  private Settings.Disaster of(Disaster disaster) {
    Settings settings = live.get();
    return target(settings, disaster)
        .map(target -> settings.disasters().get(target.name()))
        .orElse(settings.disaster());
  }

  private static Optional<EngineSettings.Disaster> target(Settings settings, Disaster disaster) {
    return DisasterFactory.settings(settings).stream()
        .filter(each -> each.target().name().equals(disaster.target()))
        .findFirst();
  }
}
