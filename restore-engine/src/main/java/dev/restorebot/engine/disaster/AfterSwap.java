package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Selects what happens after the swap.
 *
 * @param onFailedCheck what follows when a check fails
 * @param start the services to start, of those that stop for the restore; empty for those that ran,
 *     or for all of them if none ran
 * @param hold those of them that do not start before a lead says so
 */
public record AfterSwap(OnFailedCheck onFailedCheck, List<String> start, List<String> hold) {
  /** Returns to the old volume when a check fails, and starts what ran. */
  public static final AfterSwap DEFAULT =
      new AfterSwap(OnFailedCheck.ROLL_BACK, List.of(), List.of());

  /** The consequence of a failed check. */
  public enum OnFailedCheck {
    /** The application keeps the restored data until a lead decides. */
    ASK,
    /** The application gets the old data back at once. */
    ROLL_BACK
  }

  public AfterSwap {
    start = List.copyOf(start);
    hold = List.copyOf(hold);
  }

  /**
   * Returns the services that start after the swap, in the order in which they stop.
   *
   * @param ran those that ran before
   * @param stopped those that stop for the restore
   */
  List<String> starts(List<String> ran, List<String> stopped) {
    return wanted(ran, stopped).stream().filter(service -> !hold.contains(service)).toList();
  }

  /** Returns the services that would start after the swap, and wait for a lead instead. */
  List<String> held(List<String> ran, List<String> stopped) {
    return wanted(ran, stopped).stream().filter(hold::contains).toList();
  }

  /**
   * Refuses services that the restore does not stop.
   *
   * @param stopped those that it stops
   */
  void requireStopped(List<String> stopped) throws ProblemException {
    for (String service : union(start, hold)) {
      if (!stopped.contains(service)) {
        throw new Problem(
                ProblemCode.TARGET_UNSUITABLE,
                "The settings start the service "
                    + service
                    + " after the swap, or hold it back, but the restore does not stop it.",
                "Add it to `disaster.stop`, or remove it from `disaster.start-services` and"
                    + " `disaster.hold-services`.")
            .exception();
      }
    }
  }

  private List<String> wanted(List<String> ran, List<String> stopped) {
    List<String> wanted = start.isEmpty() ? ran : start;
    return wanted.isEmpty() ? stopped : stopped.stream().filter(wanted::contains).toList();
  }

  /** Returns both without doubles, the first before the second. */
  static List<String> union(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    second.stream().filter(service -> !all.contains(service)).forEach(all::add);
    return all;
  }
}
