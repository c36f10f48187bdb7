package dev.restorebot.bot.cli;

import dev.restorebot.engine.testing.RequiresLocalPostgres;

@RequiresLocalPostgres
class TestCommandLocalIT extends TestCommandContract {
  @Override
  String runtime() {
    return "local";
  }
}
