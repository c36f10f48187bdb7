package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.EngineEvents;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.state.StateFolder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine over the state of a bot that is not running. Closing it closes the state. */
final class OfflineEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OfflineEngine.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final RestoreEngine engine;

  /**
   * Opens the bot's state.
   *
   * @throws IOException when that is not possible, with a message for people: the bot is running
   */
  OfflineEngine(Settings settings, Function<StateFolder, EngineEvents> events, InstantSource clock)
      throws IOException {
    try {
      StateFolder state = closed(StateFolder.open(settings.stateDir()));
      engine =
          closed(
              new RestoreEngine(
                  state,
                  () -> EngineFactory.settings(settings),
                  closed(EngineFactory.sandboxes(settings, Optional.empty())),
                  events.apply(state),
                  clock));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T closed(T part) {
    parts.push(part);
    return part;
  }

  RestoreEngine engine() {
    return engine;
  }

  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.error("a part did not close", e);
      }
    }
  }
}
