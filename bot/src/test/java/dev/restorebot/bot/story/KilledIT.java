package dev.restorebot.bot.story;

import dev.restorebot.engine.testing.RequiresDocker;

@RequiresDocker
class KilledIT extends KilledContract {
  @Override
  String runtime() {
    return "docker";
  }
}
