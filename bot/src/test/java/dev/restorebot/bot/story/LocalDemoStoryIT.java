package dev.restorebot.bot.story;

import com.microsoft.playwright.options.ColorScheme;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import org.junit.jupiter.api.Tag;

@RequiresLocalPostgres
@Tag("postgres")
@Tag("browser")
@Tag("slow")
class LocalDemoStoryIT extends DemoStoryContract {
  @Override
  String runtime() {
    return "local";
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
