package dev.restorebot.bot.wiring;

import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillEvents;
import dev.restorebot.engine.drill.DrillState;
import dev.restorebot.engine.evidence.EvidenceWriter;

/** Writes the report of a drill that was signed off; then tells whoever else listens. */
record DrillEvidence(DrillEvents next, EvidenceWriter writer) implements DrillEvents {
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
  public void note(Drill drill, String words) {
    next.note(drill, words);
  }

  @Override
  public void overdue(Drill drill, int step) {
    next.overdue(drill, step);
  }
}
