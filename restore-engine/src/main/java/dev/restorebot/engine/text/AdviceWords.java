package dev.restorebot.engine.text;

import java.util.List;

/** Formats lists for best practices. */
public final class AdviceWords {
  private static final int SHOWN = 3;

  private AdviceWords() {}

  /** Returns the first three and the number of the others. */
  public static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
  }
}
