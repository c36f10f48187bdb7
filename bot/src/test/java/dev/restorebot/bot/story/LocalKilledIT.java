package dev.restorebot.bot.story;

import dev.restorebot.engine.testing.RequiresLocalPostgres;
import org.junit.jupiter.api.Tag;

@RequiresLocalPostgres
@Tag("postgres")
class LocalKilledIT extends KilledContract {
  @Override
  String runtime() {
    return "local";
  }
}
