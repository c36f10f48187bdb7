package dev.restorebot.engine.verify;

import java.util.Collection;
import java.util.stream.Collectors;

/** Long lists, for people. */
final class Listing {
  private static final int SHOWN = 10;

  private Listing() {}

  /** The first ten, and how many more there are. */
  static String of(Collection<String> all) {
    return all.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
  }
}
