package dev.restorebot.engine.sandbox.server;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes commands for a person to paste into a shell. Nothing of ours runs them. */
public final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellWords() {}

  /** The words as one command line, each quoted where it needs it. */
  public static String command(String... words) {
    return List.of(words).stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }

  /** One word, in single quotes unless it is harmless as it is. */
  public static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
