package dev.restorebot.bot.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The settings in force in a running bot, replaced as a whole. Thread-safe. Whoever needs settings
 * that belong together takes them with one {@link #get}.
 */
public final class LiveSettings implements Supplier<Settings> {
  /** Reads the settings anew. */
  interface Source {
    Settings load() throws SettingsException;
  }

  /** What a look found: settings, or what is wrong. */
  private record Found(Settings settings, Optional<String> faults) {
    boolean same(Found other) {
      return faults.equals(other.faults)
          && SettingsTree.difference(settings, other.settings).isEmpty();
    }
  }

  private final Optional<Source> source;
  private volatile Settings running;
  private Found seen;
  private Found told;

  private LiveSettings(Settings running, Optional<Source> source) {
    this.running = running;
    this.source = source;
    this.seen = new Found(running, Optional.empty());
    this.told = seen;
  }

  LiveSettings(Settings running, Source source) {
    this(running, Optional.of(source));
  }

  /** Settings that stay as they are. */
  public static LiveSettings fixed(Settings settings) {
    return new LiveSettings(settings, Optional.empty());
  }

  /** Settings that follow their file, and the files of secrets that it names. */
  public static LiveSettings of(Settings running, Path file, Map<String, String> environment) {
    return new LiveSettings(running, () -> SettingsLoader.load(Optional.of(file), environment));
  }

  /** Whether they may change. */
  public boolean follows() {
    return source.isPresent();
  }

  @Override
  public Settings get() {
    return running;
  }

  /**
   * Looks whether they changed, and takes over what can be. A change counts when two looks found it
   * alike, so that a file which is being written is not taken half.
   *
   * @return what became of a change; empty when there is none that was not told yet
   */
  public synchronized Optional<ReloadResult> look() {
    if (source.isEmpty()) {
      return Optional.empty();
    }
    Found found = load(source.get());
    boolean settled = found.same(seen);
    seen = found;
    if (!settled || found.same(told)) {
      return Optional.empty();
    }
    told = found;
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
    Settings now = SettingsTree.merged(before, loaded, Reloads.LIVE);
    running = now;
    return new ReloadResult(
        SettingsTree.difference(before, now),
        SettingsTree.difference(now, loaded),
        Optional.empty());
  }
}
