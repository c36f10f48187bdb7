package dev.restorebot.bot.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes commands of restore-bot as the user has to type them: with the launcher, the settings and
 * the state folder of the present command, so that they can be pasted whole.
 */
final class Invocation {
  /** The variable in which the launcher says how it was called. */
  static final String LAUNCHER = "RESTORE_BOT_LAUNCHER";

  private static final String NAME = "restore-bot";
  private static final String STATE = "RESTORE_BOT_STATE_DIR";

  /** The settings file of the package and the image; not repeated in printed commands. */
  private static final String USUAL_SETTINGS = "/etc/restore-bot/restore-bot.yaml";

  private static final String USUAL_STATE = "/var/lib/restore-bot";

  private final String launcher;
  private final String variables;
  private final String options;

  private Invocation(String launcher, String variables, String options) {
    this.launcher = launcher;
    this.variables = variables;
    this.options = options;
  }

  /**
   * Reads how the present command was called.
   *
   * @param given the value of {@code --config}
   * @param classPath the JVM's class path: the jar alone after {@code java -jar}
   */
  static Invocation of(Map<String, String> environment, Optional<Path> given, String classPath) {
    String launcher =
        Optional.ofNullable(environment.get(LAUNCHER))
            .filter(name -> !name.isBlank())
            .map(Invocation::quoted)
            .orElseGet(
                () ->
                    classPath.matches("(?:[^:]*/)?restore-bot[^/:]*\\.jar")
                        ? "java -jar " + quoted(classPath)
                        : NAME);
    String state = environment.getOrDefault(STATE, "");
    Optional<String> config =
        given
            .map(Path::toString)
            .or(
                () ->
                    Optional.ofNullable(environment.get("RESTORE_BOT_CONFIG"))
                        .filter(file -> !file.isBlank() && !file.equals(USUAL_SETTINGS)));
    return new Invocation(
        launcher,
        state.isBlank() || state.equals(USUAL_STATE) ? "" : STATE + "=" + quoted(state) + " ",
        config.map(file -> " --config " + quoted(file)).orElse(""));
  }

  /**
   * Returns a text with its commands written out.
   *
   * @param commands the names of the subcommands: other text about restore-bot is left as it is
   */
  String in(String text, Collection<String> commands) {
    Pattern command =
        Pattern.compile(
            "(?<![\\w/.-])restore-bot (?=(?:"
                + commands.stream().map(Pattern::quote).collect(Collectors.joining("|"))
                + ")\\b)");
    return command
        .matcher(text)
        .replaceAll(Matcher.quoteReplacement(variables + launcher + options + " "));
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
