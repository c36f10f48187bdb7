package dev.restorebot.engine.disaster;

import java.io.IOException;
import java.net.URI;

/** Gets a page of the application once. */
@FunctionalInterface
public interface PageGetter {
  /**
   * Gets it, without following where it leads.
   *
   * @throws NotAskedException when it could not be requested
   * @throws IOException when nobody answers
   */
  Page get(URI url) throws IOException, InterruptedException;

  /** Whatever requests the page failed; this says nothing about the page. */
  final class NotAskedException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotAskedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** An answer: its status and its text. */
  record Page(int status, String text) {}
}
