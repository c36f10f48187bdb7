package dev.restorebot.bot.settings;

import static dev.restorebot.bot.settings.Reload.LIVE;

import dev.restorebot.engine.advice.AdviceSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Declares the settings in {@code backups.advice}. */
record AdviceDeclaration(
    @Setting(value = "26h", reload = LIVE) Duration newestWithin,
    @Setting(value = "24h", reload = LIVE) Duration testedWithin,
    @Setting(
            value = {"daily", "weekly", "monthly"},
            reload = LIVE)
        List<AdviceSettings.Generation> generations,
    @Setting(value = "50", reload = LIVE, min = 1, max = 1_000) int sizeChange)
    implements Supplier<AdviceSettings> {
  @Override
  public AdviceSettings get() {
    return new AdviceSettings(generations, newestWithin, testedWithin, sizeChange);
  }
}
