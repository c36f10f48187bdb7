package dev.restorebot.benchmark;

import dev.restorebot.bot.settings.Settings.SandboxRuntime;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ways that are compared, by name. One more is one line in the constructor. */
final class Ways implements AutoCloseable {
  static final String BY_HAND = "by hand";
  static final String FLOOR = "floor";
  static final String COMMAND_LINE = "command line";
  static final String PSQL = "command line, psql";
  static final String RUNNING_BOT = "running bot";
  static final String WARM = "running bot, warm sandbox";
  static final String LOCAL = "running bot, local";
  static final String EMBEDDED = "running bot, embedded";

  private final Map<String, Way> ways = new LinkedHashMap<>();

  Ways(String image, Path launcher, Path jar, Path key, Path folder) throws Exception {
    ways.put(BY_HAND, new ByHand(image));
    ways.put(FLOOR, new Floor(image));
    ways.put(COMMAND_LINE, new CommandLineTool(launcher, jar, Map.of()));
    ways.put(
        PSQL,
        new CommandLineTool(launcher, jar, Map.of("RESTORE_BOT_RESTORE_PLAIN_LOADER", "psql")));
    ways.put(RUNNING_BOT, new RunningBot(SandboxRuntime.DOCKER, folder, key, Map.of()));
    ways.put(
        WARM,
        new RunningBot(
            SandboxRuntime.DOCKER, folder, key, Map.of("RESTORE_BOT_SANDBOX_WARM", "1")));
    ways.put(LOCAL, new RunningBot(SandboxRuntime.LOCAL, folder, key, Map.of()));
    ways.put(EMBEDDED, new RunningBot(SandboxRuntime.EMBEDDED, folder, key, Map.of()));
  }

  Way of(String name) {
    return ways.get(name);
  }

  @Override
  public void close() throws Exception {
    for (Way way : ways.values()) {
      if (way instanceof RunningBot bot) {
        bot.close();
      }
    }
  }
}
