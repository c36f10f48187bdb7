package dev.restorebot.engine.sandbox;

import java.io.InputStream;

/**
 * The input of a program whose output decides how it goes on: {@link #read(byte[], int, int)} may
 * wait until the program has answered what was read before. Who passes it on must not hold anything
 * back while {@link #isPausing()}.
 */
public abstract class PausingInput extends InputStream {
  /** Returns whether the next read waits for the program. */
  public abstract boolean isPausing();
}
