package dev.restorebot.engine.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a log entry by entry, from its first one on. Not thread-safe. */
public final class ChainCheck {
  private static final int MOST_PROBLEMS = 20;

  private final Optional<AuditHead> remembered;
  private final List<String> problems = new ArrayList<>();
  private AuditHead last = AuditHead.EMPTY;
  private long entries;
  private boolean met;

  /**
   * Begins a check.
   *
   * @param remembered a head that was kept elsewhere: the log must still contain it
   */
  public ChainCheck(Optional<AuditHead> remembered) {
    this.remembered = remembered;
    this.met = remembered.isEmpty() || remembered.get().equals(AuditHead.EMPTY);
  }

  /** Takes the next entry. */
  public void accept(AuditEntry entry) {
    accept(entry, true);
  }

  /**
   * Takes the next entry.
   *
   * @param asWritten whether it is exactly as an entry is written: a value can be changed to
   *     another one of the same meaning
   */
  public void accept(AuditEntry entry, boolean asWritten) {
    place(entry.number());
    if (!entry.previous().equals(last.hash())) {
      problem("entry " + entry.number() + " does not continue the entry before it");
    }
    if (!entry.sound() || !asWritten) {
      problem("entry " + entry.number() + " was changed");
    }
    met |= remembered.filter(entry.head()::equals).isPresent();
    follow(entry.head());
  }

  /** Takes the next entry, which was changed so much that it is none any more. */
  public void unreadable(AuditHead entry) {
    place(entry.number());
    problem("entry " + entry.number() + " was changed and cannot be read");
    follow(entry);
  }

  /** Ends the check of a log that keeps its head nowhere else, such as an exported file. */
  public AuditVerdict finish() {
    return finish(Optional.of(last));
  }

  /**
   * Ends the check.
   *
   * @param kept the head that the log keeps beside its entries; empty when that is missing
   */
  public AuditVerdict finish(Optional<AuditHead> kept) {
    if (kept.isEmpty()) {
      problem("the record of its last entry is missing");
    } else if (!kept.get().equals(last)) {
      problem(
          "it ends with entry "
              + last.number()
              + ", but the recorded last entry is "
              + kept.get().number());
    }
    if (!met) {
      problem("it does not contain the remembered entry " + remembered.orElseThrow().number());
    }
    return new AuditVerdict(entries, last, problems);
  }

  private void place(long number) {
    if (number != last.number() + 1) {
      problem(
          entries == 0
              ? "it begins with entry " + number + " instead of 1"
              : "entry " + number + " follows entry " + last.number());
    }
  }

  private void follow(AuditHead head) {
    last = head;
    entries++;
  }

  private void problem(String words) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(words);
    }
  }
}
