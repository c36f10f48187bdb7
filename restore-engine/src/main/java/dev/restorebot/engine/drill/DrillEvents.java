package dev.restorebot.engine.drill;

/** Receives the changes of drills after they are stored. Must return soon. */
public interface DrillEvents {
  /** A thread of its own in that channel, which nobody has to have begun yet. */
  String thread(String channel);

  /** It is in another state now, or something was added to it. Repeated at every start. */
  void changed(Drill drill);

  /** Its test restore has ended, and somebody has to sign it off. Told once. */
  void recorded(Drill drill);

  /** Something for its thread, in words. */
  void note(Drill drill, String words);

  /**
   * Nobody has run it.
   *
   * @param step whom to notify: 1 the channel, 2 the leads too, 3 the contacts too
   */
  void overdue(Drill drill, int step);
}
