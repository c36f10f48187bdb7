package dev.restorebot.bot;

import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillEvents;
import dev.restorebot.engine.drill.DrillState;
import dev.restorebot.engine.evidence.EvidenceWriter;

/** Has a drill's report written when it is signed off, beside telling what happens. */
record DrillEvidence(DrillEvents threads, EvidenceWriter writer) implements DrillEvents {
  @Override
  public String thread(String channel) {
    return threads.thread(channel);
  }

  @Override
  public void changed(Drill drill) {
    threads.changed(drill);
    if (drill.state() == DrillState.SIGNED_OFF) {
      writer.drill(drill);
    }
  }

  @Override
  public void note(Drill drill, String words) {
    threads.note(drill, words);
  }

  @Override
  public void overdue(Drill drill, int step) {
    threads.overdue(drill, step);
  }
}
