package dev.restorebot.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/** Times of one run, in seconds. */
final class Stopwatch {
  private static final double NANOS = 1e9;

  private final Map<String, Double> steps = new LinkedHashMap<>();
  private long start;
  private long last;
  private double verified;
  private double removed;

  /** Time begins. */
  void start() {
    start = System.nanoTime();
    last = start;
  }

  /** A step has ended just now. */
  void lap(String step) {
    long now = System.nanoTime();
    steps.put(step, (now - last) / NANOS);
    last = now;
  }

  /** A step of which something else knows how long it took. */
  void step(String step, double seconds) {
    steps.put(step, seconds);
  }

  /** The result is known. */
  void verified() {
    verified = (System.nanoTime() - start) / NANOS;
  }

  /** Nothing is left. */
  void removed() {
    removed = (System.nanoTime() - start) / NANOS;
  }

  /** From the command to the result. */
  double untilVerified() {
    return verified;
  }

  /** From the command to the removal. */
  double untilRemoved() {
    return removed;
  }

  Map<String, Double> steps() {
    return steps;
  }
}
