package dev.restorebot.engine.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Formats long lists for people. */
public final class Lists {
  private static final int SHOWN = 10;

  private Lists() {}

  /** Returns the first ten and the number of the others. */
  public static String of(Collection<String> all) {
    return all.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
  }
}
