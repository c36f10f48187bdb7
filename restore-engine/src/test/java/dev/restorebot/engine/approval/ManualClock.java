package dev.restorebot.engine.approval;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock driven by hand. */
public final class ManualClock implements InstantSource {
  private volatile Instant now;

  public ManualClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void forward(Duration duration) {
    now = now.plus(duration);
  }
}
