package dev.restorebot.engine.sandbox.server;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of PostgreSQL's programs.
 *
 * @param major such as 15
 * @param minor such as 18
 */
public record PsqlRelease(int major, int minor) {
  /** The first minor of each major whose psql knows {@code \restrict}. */
  private static final Map<Integer, Integer> FIRST_WITH_RESTRICT =
      Map.of(13, 22, 14, 19, 15, 14, 16, 10, 17, 6);

  private static final int ALL_HAVE_RESTRICT = 18;
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)\\.(\\d+)");

  /**
   * Reads what a program prints for {@code --version}; empty when it is not of a release, such as a
   * beta.
   */
  public static Optional<PsqlRelease> parse(String versionLine) {
    Matcher version = VERSION.matcher(versionLine);
    return version.find()
        ? Optional.of(
            new PsqlRelease(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))))
        : Optional.empty();
  }

  /**
   * Returns whether psql can be told to ignore the commands that a hostile dump hides in its data.
   */
  public boolean psqlIsFit() {
    return major >= ALL_HAVE_RESTRICT
        || minor >= FIRST_WITH_RESTRICT.getOrDefault(major, Integer.MAX_VALUE);
  }
}
