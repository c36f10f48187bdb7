package dev.restorebot.bot.slack;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets an event in once, and only from the workspace that is served. Thread-safe. */
final class EventDeduplicator {
  private static final Logger LOG = LoggerFactory.getLogger(EventDeduplicator.class);

  private final Cache<String, Boolean> handled =
      Caffeine.newBuilder().maximumSize(50_000).expireAfterWrite(Duration.ofMinutes(30)).build();
  private volatile String workspace;

  EventDeduplicator(String workspace) {
    this.workspace = workspace;
  }

  /** From now on this workspace is served. */
  void serve(String team) {
    this.workspace = team;
  }

  /** The workspace that is served; empty while it is not known. */
  String workspace() {
    return workspace;
  }

  /**
   * Returns true if an event comes from this workspace: people of other workspaces can press
   * buttons in channels that are shared with them.
   *
   * @param team where it was done
   * @param home the person's own workspace; null when Slack does not say
   */
  boolean serves(String team, String home) {
    boolean ours =
        !workspace.isEmpty() && workspace.equals(team) && (home == null || workspace.equals(home));
    if (!ours) {
      LOG.warn(
          "refused an event of workspace {} (person of {}): this bot belongs to {}",
          team,
          home == null ? team : home,
          workspace.isEmpty() ? "none yet" : workspace);
    }
    return ours;
  }

  /** Returns true the first time: Slack delivers again what it thinks was lost. */
  boolean first(String kind, String id) {
    return handled.asMap().putIfAbsent(kind + " " + id, true) == null;
  }

  /** It may come again: it was not handled. */
  void forget(String kind, String id) {
    handled.invalidate(kind + " " + id);
  }
}
