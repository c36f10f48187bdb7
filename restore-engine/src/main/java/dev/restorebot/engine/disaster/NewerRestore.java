package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import java.util.Optional;

/** Keeps a rollback from going back two generations: only the newest swap can be undone. */
final class NewerRestore {
  private static final int LOOKED_AT = 500;

  private NewerRestore() {}

  /**
   * Fails when a newer disaster restore of the target is in use.
   *
   * @throws ProblemException with the name of that one
   */
  static void requireNone(DisasterStore store, Disaster disaster) throws ProblemException {
    Optional<Disaster> newer =
        store.recent(LOOKED_AT).stream()
            .takeWhile(each -> !each.id().equals(disaster.id()))
            .filter(each -> each.target().equals(disaster.target()))
            .filter(each -> each.state() == DisasterState.DONE || each.stuck())
            .filter(each -> each.progress().swapBegan())
            .findFirst();
    if (newer.isPresent()) {
      String id = newer.get().id();
      throw Preflight.problem(
          "The newer disaster restore "
              + id
              + " is in use, so "
              + disaster.id()
              + " cannot be rolled back: that would go back two generations.",
          newer.get().mayGoBack()
              ? "To go back to "
                  + newer.get().plan().target().volume().calls(newer.get().plan().oldStorage())
                  + ", request the rollback of the newer one first: `/restore rollback "
                  + id
                  + " REASON`."
              : "To go to another state of the data, request a restore of another backup.");
    }
  }
}
