package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.BreakGlass;
import dev.restorebot.engine.disaster.Disaster;
import java.util.List;
import java.util.Optional;

/** Runs {@code restore-bot disaster status}. */
final class BreakGlassStatus {
  private static final int SHOWN = 10;

  private final RestoreBotCommand parent;
  private final BreakGlassSession session;

  BreakGlassStatus(RestoreBotCommand parent) {
    this.parent = parent;
    this.session = new BreakGlassSession(parent);
  }

  int print(Optional<String> id, boolean json) throws SettingsException {
    return session.with(
        bot -> {
          if (json) {
            return statusJson(bot, id);
          }
          if (id.isPresent()) {
            return session.shown(bot, id.get(), parent.out()) ? ExitCodes.PASSED : ExitCodes.USAGE;
          }
          List<Disaster> newest = bot.disasters().recent(SHOWN);
          if (newest.isEmpty()) {
            parent.out().println("There was no disaster restore.");
          }
          newest.forEach(each -> session.shown(bot, each, parent.out()));
          return ExitCodes.PASSED;
        });
  }

  private int statusJson(BreakGlass bot, Optional<String> id) {
    List<Disaster> found =
        id.map(one -> bot.disasters().find(one).stream().toList())
            .orElseGet(() -> bot.disasters().recent(SHOWN));
    parent
        .answers()
        .json(
            found.stream()
                .map(
                    each ->
                        DisasterStatus.facts(
                            each, bot.disasters().request(each), parent::pasteable))
                .toList());
    return id.isPresent() && found.isEmpty() ? ExitCodes.USAGE : ExitCodes.PASSED;
  }
}
