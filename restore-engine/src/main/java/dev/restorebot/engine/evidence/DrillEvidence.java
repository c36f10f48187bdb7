package dev.restorebot.engine.evidence;

import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillEvents;
import dev.restorebot.engine.drill.DrillState;

/** Passes events of drills on, and writes the report of a drill that was signed off. */
public record DrillEvidence(DrillEvents next, EvidenceWriter writer) implements DrillEvents {
  @Override
  public String thread(String channel) {
    return next.thread(channel);
  }

  @Override
  public void changed(Drill drill) {
    next.changed(drill);
    if (drill.state() == DrillState.SIGNED_OFF) {
      writer.drill(drill);
    }
  }

  @Override
  public void recorded(Drill drill) {
    next.recorded(drill);
  }

  @Override
  public void note(Drill drill, String words) {
    next.note(drill, words);
  }

  @Override
  public void overdue(Drill drill, int step) {
    next.overdue(drill, step);
  }
}
