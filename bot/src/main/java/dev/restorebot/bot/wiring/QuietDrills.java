package dev.restorebot.bot.wiring;

import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillEvents;
import java.util.function.UnaryOperator;

/**
 * Shows nothing of drills, in the place of a bot that is not running.
 *
 * @param threads returns the thread of a drill in that channel
 */
record QuietDrills(UnaryOperator<String> threads) implements DrillEvents {
  @Override
  public String thread(String channel) {
    return threads.apply(channel);
  }

  @Override
  public void changed(Drill drill) {}

  @Override
  public void recorded(Drill drill) {}

  @Override
  public void note(Drill drill, String words) {}

  @Override
  public void overdue(Drill drill, int step) {}
}
