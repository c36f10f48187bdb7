package dev.restorebot.engine.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Formats long lists for people. */
public final class Lists {
  private static final int SHOWN = 10;

  private Lists() {}

  /** The first ten, and how many more there are. */
  public static String of(Collection<String> all) {
    return all.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
  }
}
