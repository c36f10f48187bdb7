package dev.restorebot.bot.cli;

import dev.restorebot.bot.message.Tone;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The terminal of a command, if it has one.
 *
 * @param colours whether it shows colours: never into a file or a pipe, nor where NO_COLOR is set
 *     (no-color.org)
 * @param blocks whether it shows block characters, as a QR code is drawn with
 */
record Terminal(boolean colours, boolean blocks) {
  private static final String RESET = "\u001b[0m";

  /**
   * Reads the environment.
   *
   * @param interactive whether standard output is a terminal
   */
  static Terminal of(Map<String, String> environment, boolean interactive, Charset charset) {
    boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
    boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        interactive && !dumb && !unwanted,
        interactive && !dumb && charset.equals(StandardCharsets.UTF_8));
  }

  /** Returns the character set of the locale, which need not be that of the output. */
  static Charset charset(Map<String, String> environment) {
    String locale =
        Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .map(name -> environment.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("C");
    return locale.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8")
        ? StandardCharsets.UTF_8
        : StandardCharsets.US_ASCII;
  }

  /** Returns the text in the colour of that tone; without colours, as it is. */
  String paint(Tone tone, String text) {
    String code =
        switch (tone) {
          case GOOD -> "\u001b[32m";
          case WARN, UNSURE -> "\u001b[33m";
          case BAD -> "\u001b[1;31m";
          case INFO, RUNNING -> "";
        };
    return colours && !code.isEmpty() ? code + text + RESET : text;
  }
}
