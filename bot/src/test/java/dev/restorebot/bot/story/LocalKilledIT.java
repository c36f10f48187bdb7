package dev.restorebot.bot.story;

import dev.restorebot.engine.testing.RequiresLocalPostgres;

@RequiresLocalPostgres
class LocalKilledIT extends KilledContract {
  @Override
  String runtime() {
    return "local";
  }
}
