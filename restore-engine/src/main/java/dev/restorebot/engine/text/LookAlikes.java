package dev.restorebot.engine.text;

import java.text.Normalizer;
import java.util.Locale;

/** Finds names that a reader would take for each other. */
public final class LookAlikes {
  /**
   * Letters that look like a Latin one, at the same place in {@link #LATIN}: Cyrillic, Greek and
   * digits, from the table of https://www.unicode.org/reports/tr39/#Confusable_Detection.
   */
  private static final String LOOKS =
      "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b"
          + "\u03b1\u03b2\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03bc\u03b7\u03b6\u0261\u0131\u0142"
          + "01i|";

  private static final String LATIN = "abekmhopctyxsijhdq" + "abeikvoptuxunzgil" + "olll";

  private LookAlikes() {}

  /** Returns whether two names look the same, whatever their case, accents and spaces. */
  public static boolean alike(String one, String other) {
    return skeleton(one).equals(skeleton(other));
  }

  private static String skeleton(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}|]", "");
    StringBuilder skeleton = new StringBuilder();
    for (int i = 0; i < plain.length(); i++) {
      char letter = plain.charAt(i);
      int looks = LOOKS.indexOf(letter);
      skeleton.append(looks < 0 ? letter : LATIN.charAt(looks));
    }
    // The Latin letters that look alike, once the others are among them.
    return skeleton.toString().replace("i", "l").replace("rn", "m");
  }
}
