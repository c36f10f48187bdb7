package dev.restorebot.engine.task;

import java.util.function.Consumer;

/** Tells progress in few lines: each new activity, and each further tenth of it. Thread-safe. */
public final class ProgressLines implements ProgressListener {
  private static final int TENTHS = 10;

  private final Consumer<String> out;
  private String activity = "";
  private int tenth;

  /** Tells it there, line by line. */
  public ProgressLines(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public synchronized void progress(Progress told) {
    int now = (int) (told.fraction() * TENTHS);
    if (told.activity().equals(activity) && now <= tenth) {
      return;
    }
    activity = told.activity();
    tenth = now;
    out.accept(now == 0 ? activity : activity + ", " + now * TENTHS + " %");
  }
}
