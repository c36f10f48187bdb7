package dev.restorebot.bot.story;

import dev.restorebot.engine.testing.RequiresDocker;
import org.junit.jupiter.api.Tag;

@RequiresDocker
@Tag("docker")
class KilledIT extends KilledContract {
  @Override
  String runtime() {
    return "docker";
  }
}
