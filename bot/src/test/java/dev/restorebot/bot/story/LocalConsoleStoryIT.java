package dev.restorebot.bot.story;

import dev.restorebot.engine.testing.RequiresLocalPostgres;

@RequiresLocalPostgres
class LocalConsoleStoryIT extends ConsoleStoryContract {
  @Override
  String runtime() {
    return "local";
  }
}
