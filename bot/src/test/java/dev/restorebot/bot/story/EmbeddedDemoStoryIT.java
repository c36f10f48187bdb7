package dev.restorebot.bot.story;

import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Tag;

@Tag("browser")
@Tag("slow")
class EmbeddedDemoStoryIT extends DemoStoryContract {
  @Override
  String runtime() {
    return "embedded";
  }

  @Override
  int width() {
    return 390;
  }

  @Override
  ColorScheme colours() {
    return ColorScheme.DARK;
  }
}
