package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.Content;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.Tee;
import dev.restorebot.engine.archive.Wrapper;
import java.io.IOException;
import java.util.List;

/**
 * The dump without its wrappers.
 *
 * @param input positioned at the dump's first byte
 * @param content what it looks like: one that can be restored
 * @param wrappers what was taken off, outermost first
 */
public record Payload(PeekInput input, Content content, List<Wrapper> wrappers) {
  /** Returns the same dump, of which all that is read is passed on. */
  public Payload through(Tee tee) {
    return new Payload(tee.copying(input), content, wrappers);
  }

  /** Reads what is left, so that everything around the dump is checked to its end. */
  public void drain() throws IOException {
    while (input.fill()) {
      input.consume(input.buffered());
    }
  }
}
