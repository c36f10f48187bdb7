package dev.restorebot.engine.disaster;

import java.io.IOException;
import java.net.URI;

/** Gets a page of the application once. */
@FunctionalInterface
public interface PageGetter {
  /**
   * Gets it, without following where it leads.
   *
   * @throws IOException when nobody answers
   */
  Page get(URI url) throws IOException, InterruptedException;

  /** An answer: its status and its text. */
  record Page(int status, String text) {}
}
