package dev.restorebot.engine.drill;

/** Hears what happens to drills, after it was stored. Must return soon. */
public interface DrillEvents {
  /** A thread of its own in that channel, which nobody has to have begun yet. */
  String thread(String channel);

  /** It is in another state now, or something was added to it. Told again at every start. */
  void changed(Drill drill);

  /** Something for its thread, in words. */
  void note(Drill drill, String words);

  /**
   * Nobody has run it.
   *
   * @param step whom to tell: 1 the channel, 2 the leads too, 3 the contacts too
   */
  void overdue(Drill drill, int step);
}
