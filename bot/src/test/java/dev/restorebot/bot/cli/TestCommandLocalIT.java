package dev.restorebot.bot.cli;

import dev.restorebot.engine.testing.RequiresLocalPostgres;
import org.junit.jupiter.api.Tag;

@RequiresLocalPostgres
@Tag("postgres")
class TestCommandLocalIT extends TestCommandContract {
  @Override
  String runtime() {
    return "local";
  }
}
