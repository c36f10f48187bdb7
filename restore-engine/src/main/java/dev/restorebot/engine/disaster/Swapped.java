package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the disaster restores that say which volumes production has to use. */
public final class Swapped {
  private Swapped() {}

  /** Returns the newest of each target that swapped, where nothing is changing it at the moment. */
  static List<Disaster> newest(DisasterStore store) {
    List<Disaster> current = store.current();
    Set<String> done = new HashSet<>();
    current.stream()
        .filter(each -> each.state().holdsTarget())
        .filter(each -> each.state() != DisasterState.AWAITING_APPROVAL)
        .forEach(each -> done.add(each.target()));
    return current.stream()
        .filter(each -> each.progress().swapBegan())
        .filter(each -> done.add(each.target()))
        .filter(Swapped::isKnown)
        .toList();
  }

  private static boolean isKnown(Disaster swapped) {
    return switch (swapped.state()) {
      case DONE, ROLLED_BACK -> true;
      case FAILED -> swapped.progress().leftOn().isPresent();
      default -> false;
    };
  }

  /**
   * Fails when another database of that target serves than the newest swap or rollback left.
   *
   * @throws ProblemException what that means, and what to do
   */
  public static void requireKept(
      DisasterStore store, TargetSettings settings, DatabaseProbe probe, Instant now)
      throws ProblemException {
    for (Disaster each : newest(store)) {
      if (!each.target().equals(settings.name())) {
        continue;
      }
      String service = each.plan().target().server().service();
      String there = probe.storage(each);
      if (!there.equals(LostSwap.expected(each, service))) {
        throw each.progress()
            .lost()
            .orElse(new LostSwap(service, there, now))
            .problem(each)
            .exception();
      }
    }
  }

  /**
   * Fails when the database is on another volume than the newest swap or rollback left it on.
   *
   * @throws ProblemException what that means, and what to do
   */
  public static void requireKept(DisasterStore store, Target found, Instant now)
      throws ProblemException {
    for (Disaster each : newest(store)) {
      Target target = each.plan().target();
      String service = target.server().service();
      if (target.project().name().equals(found.project().name())
          && service.equals(found.server().service())
          && !found.volume().name().equals(LostSwap.expected(each, service))) {
        throw each.progress()
            .lost()
            .filter(lost -> lost.service().equals(service))
            .orElse(new LostSwap(service, found.volume().name(), now))
            .problem(each)
            .exception();
      }
    }
  }
}
