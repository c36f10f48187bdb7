package dev.restorebot.bot.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Holds the settings in force in a running bot, which are replaced as a whole. Thread-safe. Code
 * that needs several settings that belong together takes them with one {@link #get}.
 */
public final class LiveSettings implements Supplier<Settings> {
  /** Reads the settings again. */
  interface Source {
    Settings load() throws SettingsException;
  }

  /** The result of a read: settings, or their mistakes. */
  private record Found(Settings settings, Optional<String> faults) {
    boolean same(Found other) {
      return faults.equals(other.faults)
          && SettingsTree.difference(settings, other.settings).isEmpty();
    }
  }

  private final Optional<Source> source;
  private volatile Settings running;
  private Found seen;
  private Found reported;

  private LiveSettings(Settings running, Optional<Source> source) {
    this.running = running;
    this.source = source;
    this.seen = new Found(running, Optional.empty());
    this.reported = seen;
  }

  LiveSettings(Settings running, Source source) {
    this(running, Optional.of(source));
  }

  /** Returns settings that never change. */
  public static LiveSettings fixed(Settings settings) {
    return new LiveSettings(settings, Optional.empty());
  }

  /** Returns settings that follow their file, and the files of secrets that it names. */
  public static LiveSettings of(Settings running, Path file, Map<String, String> environment) {
    return new LiveSettings(running, () -> SettingsLoader.load(Optional.of(file), environment));
  }

  /** Returns whether they may change. */
  public boolean follows() {
    return source.isPresent();
  }

  @Override
  public Settings get() {
    return running;
  }

  /**
   * Reads the settings, and applies a change where it needs no restart. A change counts when two
   * reads in a row find it, so that a half-written file is never applied.
   *
   * @return the result of a change; empty when there is no new one
   */
  public synchronized Optional<ReloadResult> look() {
    if (source.isEmpty()) {
      return Optional.empty();
    }
    Found found = load(source.get());
    boolean settled = found.same(seen);
    seen = found;
    if (!settled || found.same(reported)) {
      return Optional.empty();
    }
    reported = found;
    return Optional.of(found.faults().isPresent() ? refused(found) : taken(found.settings()));
  }

  private Found load(Source from) {
    try {
      return new Found(from.load(), Optional.empty());
    } catch (SettingsException e) {
      return new Found(running, Optional.of(e.getMessage()));
    }
  }

  private static ReloadResult refused(Found found) {
    return new ReloadResult(List.of(), List.of(), found.faults());
  }

  private ReloadResult taken(Settings loaded) {
    Settings before = running;
    Settings now = SettingsTree.merged(before, loaded);
    running = now;
    return new ReloadResult(
        SettingsTree.difference(before, now),
        SettingsTree.difference(now, loaded),
        Optional.empty());
  }
}
