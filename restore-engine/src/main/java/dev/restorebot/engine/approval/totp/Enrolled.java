package dev.restorebot.engine.approval.totp;

import java.util.ArrayList;
import java.util.List;

/**
 * The stored data of one person's authenticator.
 *
 * @param secret in base 32
 * @param lastStep the time step of the last code that was used; it and older ones are refused
 * @param wrong when wrong codes were given, in seconds since 1970
 */
record Enrolled(String secret, long lastStep, List<Long> wrong) {
  Enrolled {
    wrong = List.copyOf(wrong);
  }

  Enrolled used(long step) {
    return new Enrolled(secret, step, List.of());
  }

  /** Remembers a wrong code, and forgets those from before an instant. */
  Enrolled wrong(long now, long since) {
    List<Long> recent = new ArrayList<>(wrong.stream().filter(at -> at > since).toList());
    recent.add(now);
    return new Enrolled(secret, lastStep, recent);
  }

  long wrongSince(long since) {
    return wrong.stream().filter(at -> at > since).count();
  }

  @Override
  public String toString() {
    return "Enrolled[***]";
  }
}
