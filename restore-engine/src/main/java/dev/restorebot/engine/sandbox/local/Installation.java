package dev.restorebot.engine.sandbox.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's programs in one folder.
 *
 * @param programs the folder
 * @param major such as 15
 * @param minor such as 18
 */
public record Installation(Path programs, int major, int minor) {
  /** The first minor of each major whose psql knows {@code \restrict}. */
  private static final Map<Integer, Integer> FIRST_WITH_RESTRICT =
      Map.of(13, 22, 14, 19, 15, 14, 16, 10, 17, 6);

  private static final int ALL_HAVE_RESTRICT = 18;
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)\\.(\\d+)");

  /**
   * @param versionLine what {@code postgres --version} prints
   * @throws IllegalArgumentException when it is not of a release, such as a beta
   */
  static Installation parse(Path programs, String versionLine) {
    Matcher version = VERSION.matcher(versionLine);
    if (!version.find()) {
      throw new IllegalArgumentException("not a released PostgreSQL: " + versionLine);
    }
    return new Installation(
        programs, Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)));
  }

  /** Returns whether pg_restore and psql are among them. */
  boolean hasClientTools() {
    return Files.isExecutable(programs.resolve("pg_restore"))
        && Files.isExecutable(programs.resolve("psql"));
  }

  /**
   * Returns whether psql can be told to ignore the commands that a hostile dump hides in its data.
   */
  boolean psqlIsFit() {
    return major >= ALL_HAVE_RESTRICT
        || minor >= FIRST_WITH_RESTRICT.getOrDefault(major, Integer.MAX_VALUE);
  }

  /** Returns the version, such as {@code 15.18}. */
  public String version() {
    return major + "." + minor;
  }

  /** The program's path if it is one of PostgreSQL's, else its name as it is. */
  String program(String name) {
    Path path = programs.resolve(name);
    return !name.contains("/") && Files.isExecutable(path) ? path.toString() : name;
  }
}
