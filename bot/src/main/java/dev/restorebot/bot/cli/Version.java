package dev.restorebot.bot.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar says. */
public final class Version implements IVersionProvider {
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(built from source)");
  }

  /** Returns whether the arguments are nothing but a question for the version. */
  public static boolean wanted(String... arguments) {
    return arguments.length == 1 && List.of("--version", "-V").contains(arguments[0]);
  }

  /** Prints the version, as the command line does it, without reading the commands first. */
  public static void print(PrintStream out) {
    List.of(lines()).forEach(out::println);
  }

  @Override
  public String[] getVersion() {
    return lines();
  }

  private static String[] lines() {
    return new String[] {"restore-bot " + text(), "Java " + Runtime.version()};
  }
}
