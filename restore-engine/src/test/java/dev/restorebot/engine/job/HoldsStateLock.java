package dev.restorebot.engine.job;

import dev.restorebot.engine.state.StateLock;
import java.io.IOException;
import java.nio.file.Path;

/** A program that takes the lock and holds it until it is killed. */
public final class HoldsStateLock {
  private HoldsStateLock() {}

  public static void main(String[] arguments) throws IOException {
    try (StateLock lock = StateLock.acquire(Path.of(arguments[0]))) {
      System.out.println("holding " + lock);
      while (System.in.read() >= 0) {}
    }
  }
}
