package dev.restorebot.bot.story;

import dev.restorebot.engine.testing.RequiresLocalPostgres;
import org.junit.jupiter.api.Tag;

@RequiresLocalPostgres
@Tag("postgres")
@Tag("browser")
class LocalConsoleStoryIT extends ConsoleStoryContract {
  @Override
  String runtime() {
    return "local";
  }
}
