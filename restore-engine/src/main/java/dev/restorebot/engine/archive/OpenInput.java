package dev.restorebot.engine.archive;

import java.io.FilterInputStream;
import java.io.InputStream;

/** A view of a stream that others may close: the stream below stays open. */
public final class OpenInput extends FilterInputStream {
  /** Creates a view of that stream. */
  public OpenInput(InputStream in) {
    super(in);
  }

  @Override
  public void close() {
    // its owner closes it
  }
}
