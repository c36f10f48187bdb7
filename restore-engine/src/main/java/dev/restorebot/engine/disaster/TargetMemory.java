package dev.restorebot.engine.disaster;

import java.util.Optional;

/** Remembers what a running target told, for the night when it does not run. Thread-safe. */
public interface TargetMemory extends AutoCloseable {
  /** Remembers nothing. */
  TargetMemory NONE =
      new TargetMemory() {
        @Override
        public void remember(String name, RememberedTarget target) {}

        @Override
        public Optional<RememberedTarget> recall(String name) {
          return Optional.empty();
        }
      };

  /**
   * Replaces what is remembered of that target.
   *
   * @param name the target's {@link TargetSettings#name()}
   */
  void remember(String name, RememberedTarget target);

  /** Returns what is remembered of that target. */
  Optional<RememberedTarget> recall(String name);

  @Override
  default void close() {}
}
