package dev.restorebot.bot.story;

import com.microsoft.playwright.options.ColorScheme;
import dev.restorebot.engine.testing.RequiresDocker;
import org.junit.jupiter.api.Tag;

@RequiresDocker
@Tag("docker")
@Tag("browser")
@Tag("slow")
class DemoStoryIT extends DemoStoryContract {
  @Override
  String runtime() {
    return "docker";
  }

  @Override
  int width() {
    return 1280;
  }

  @Override
  ColorScheme colours() {
    return ColorScheme.LIGHT;
  }
}
