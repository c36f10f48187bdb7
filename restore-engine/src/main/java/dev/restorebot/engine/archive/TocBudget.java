package dev.restorebot.engine.archive;

import dev.restorebot.engine.diagnose.Problem;
import java.util.Optional;

/**
 * Bounds the memory that a table of contents may take, here and in everything that uses it later:
 * half of this JVM's maximum heap. An archive of a few megabytes can hold more entries, packed,
 * than a bot can keep.
 */
public final class TocBudget {
  /** The cost of an entry besides its texts: itself, its places in lists and maps. */
  private static final int ENTRY = 500;

  /** A name is kept once, and once more as people write it, two bytes a character at most. */
  private static final int CHARACTER = 4;

  private final ArchiveMessages messages;
  private final long limit;
  private long spent;
  private long entries;

  public TocBudget(ArchiveMessages messages) {
    this(messages, Runtime.getRuntime().maxMemory() / 2);
  }

  public TocBudget(ArchiveMessages messages, long limit) {
    this.messages = messages;
    this.limit = limit;
  }

  /** One more entry; the problem when that is too much. */
  public Optional<Problem> spend(int characters) {
    entries++;
    spent += ENTRY + (long) CHARACTER * characters;
    return spent > limit ? Optional.of(messages.tooManyEntries(entries)) : Optional.empty();
  }
}
