package dev.restorebot.engine.load;

import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records when each percent of a restore's work was done, and estimates the time left from such a
 * record of an earlier restore of the same database. Thread-safe.
 *
 * <p>The share of work says little about time: an index can take as long as all rows, and the last
 * index is built by one job while the others idle. An earlier restore knows. How much slower or
 * faster this one is follows from how long it took to get as far.
 */
public final class RestoreTimer implements ProgressListener {
  private static final int PERCENT = 100;

  /**
   * The part of the earlier restore after which this one's own pace counts as much as the earlier
   * one's.
   */
  private static final double TRUST = 0.03;

  private final List<Long> earlier;
  private final InstantSource clock;
  private final ProgressListener listener;
  private final Instant start;
  private final List<Long> timeline = new ArrayList<>();
  private double pace = 1;
  private double work;
  private double shown;

  /**
   * Starts now.
   *
   * @param earlier the {@link #timeline} of an earlier restore; empty when none is known
   * @param listener hears the progress, with the time left
   */
  public RestoreTimer(List<Long> earlier, InstantSource clock, ProgressListener listener) {
    this.earlier = earlier.size() == PERCENT ? List.copyOf(earlier) : List.of();
    this.clock = clock;
    this.listener = listener;
    this.start = clock.instant();
  }

  @Override
  public synchronized void progress(Progress told) {
    long now = elapsed();
    work = Math.max(work, told.fraction());
    while (timeline.size() < (int) (work * PERCENT)) {
      timeline.add(now);
    }
    listener.progress(earlier.isEmpty() ? told : byTime(now, told.activity()));
  }

  /**
   * Returns the milliseconds after which each percent of the work was done, from 1 to 100, of a
   * restore that has ended now.
   */
  public synchronized List<Long> timeline() {
    List<Long> whole = new ArrayList<>(timeline);
    long now = elapsed();
    while (whole.size() < PERCENT) {
      whole.add(now);
    }
    whole.set(PERCENT - 1, now);
    return List.copyOf(whole);
  }

  private Progress byTime(long now, String activity) {
    long total = earlier.get(PERCENT - 1);
    int done = Math.min(PERCENT - 1, (int) (work * PERCENT));
    long from = done == 0 ? 0 : earlier.get(done - 1);
    long to = earlier.get(done);
    double trust = TRUST * total;
    // Anything between the two times fits the earlier restore.
    double slowest = (now + trust) / (from + trust);
    double fastest = (now + trust) / (to + trust);
    pace = Math.max(fastest, Math.min(slowest, pace));
    long left = Math.max(0, Math.round(pace * total) - now);
    shown = Math.max(shown, now + left == 0 ? 0 : (double) now / (now + left));
    return new Progress(shown, activity, Optional.of(Duration.ofMillis(left)));
  }

  private long elapsed() {
    return Duration.between(start, clock.instant()).toMillis();
  }
}
