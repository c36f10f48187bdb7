package dev.restorebot.engine.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a psql knows {@code \restrict}, which switches its own commands off while it
 * reads a dump (source: the release notes of 14 August 2025, CVE-2025-8714).
 */
public final class PsqlVersion {
  private static final Pattern NUMBER = Pattern.compile("(\\d+)(?:\\.(\\d+))?");

  private PsqlVersion() {}

  /** Returns whether a psql that prints this for {@code --version} can be restricted. */
  public static boolean canBeRestricted(String versionLine) {
    Matcher number = NUMBER.matcher(versionLine);
    if (!number.find()) {
      return false;
    }
    int major = Integer.parseInt(number.group(1));
    int minor = number.group(2) == null ? 0 : Integer.parseInt(number.group(2));
    return switch (major) {
      case 13 -> minor >= 22;
      case 14 -> minor >= 19;
      case 15 -> minor >= 14;
      case 16 -> minor >= 10;
      case 17 -> minor >= 6;
      default -> major >= 18;
    };
  }
}
