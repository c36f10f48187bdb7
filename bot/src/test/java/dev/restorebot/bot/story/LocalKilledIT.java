package dev.restorebot.bot.story;

import dev.restorebot.engine.testing.HostServers;

class LocalKilledIT extends KilledContract {
  @Override
  String runtime() {
    return HostServers.runtime();
  }
}
