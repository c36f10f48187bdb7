package dev.restorebot.engine.load;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of psql in a dump, which the sandbox's psql refused.
 *
 * @param kind what it asks for
 * @param name the command alone, such as {@code \gexec}
 */
record PsqlCommand(Kind kind, String name) {
  private static final Pattern NAME = Pattern.compile("\\\\(?:[A-Za-z_]+\\+?|.)?", Pattern.DOTALL);
  private static final Pattern PIPE = Pattern.compile("\\\\\\w+\\s+\\|.*", Pattern.DOTALL);

  /** The request of a command. */
  enum Kind {
    /** pg_dump's own, and without a meaning here: there is one database. */
    OWN,
    /** Shows or sets something in psql; the data are the same without it. */
    DISPLAY,
    /** Runs a program or uses files beside psql. */
    PROGRAM,
    /** Reads SQL of another file. */
    INCLUDE,
    /** Does something with data that is left out now. */
    OTHER
  }

  /** Reads a command, from its backslash to the end of its line. */
  static PsqlCommand of(String text) {
    Matcher matcher = NAME.matcher(text);
    String name = matcher.lookingAt() ? matcher.group().toLowerCase(Locale.ROOT) : "\\";
    if (text.indexOf('`') >= 0 || PIPE.matcher(text).matches()) {
      return new PsqlCommand(Kind.PROGRAM, name);
    }
    Kind kind =
        switch (name.substring(1)) {
          case "restrict", "unrestrict", "connect", "c", "encoding" -> Kind.OWN;
          case "!",
              "copy",
              "o",
              "out",
              "w",
              "write",
              "s",
              "cd",
              "e",
              "edit",
              "ef",
              "ev",
              "setenv",
              "getenv",
              "lo_import",
              "lo_export" ->
              Kind.PROGRAM;
          case "i", "ir", "include", "include_relative" -> Kind.INCLUDE;
          case "echo",
              "qecho",
              "warn",
              "timing",
              "pset",
              "set",
              "unset",
              "conninfo",
              "q",
              "quit",
              "x",
              "a",
              "t",
              "h",
              "help",
              "copyright",
              "errverbose",
              "r",
              "reset",
              "p",
              "print" ->
              Kind.DISPLAY;
          default ->
              name.startsWith("\\d") || name.startsWith("\\l") || name.equals("\\z")
                  ? Kind.DISPLAY
                  : Kind.OTHER;
        };
    return new PsqlCommand(kind, name);
  }

  /** Reports that it was refused, if that matters. */
  void into(ErrorCollector errors, String object) {
    switch (kind) {
      case OWN -> {
        // pg_dump writes it for people who run psql by hand
      }
      case DISPLAY ->
          errors.ignore("commands of psql that show or set something are not run in a sandbox", 1);
      case PROGRAM ->
          errors.add(
              object, "the command " + name + " of psql runs a program or uses files: refused", "");
      case INCLUDE ->
          errors.add(
              object, "the command " + name + " of psql reads another file, which is not here", "");
      default -> errors.add(object, "the command " + name + " of psql is not run in a sandbox", "");
    }
  }
}
