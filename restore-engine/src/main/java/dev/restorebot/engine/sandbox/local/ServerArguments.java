package dev.restorebot.engine.sandbox.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a server's arguments ({@code -c name=value}) into lines of postgresql.conf. */
final class ServerArguments {
  private ServerArguments() {}

  /**
   * The lines, in order; the last of a name counts. What is no setting is left out.
   *
   * <p>Source: {@code -c}, {@code --name=value} as PostgreSQL's {@code postgres} program takes
   * them.
   */
  static List<String> lines(List<String> arguments) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("-c") && i + 1 < arguments.size()) {
        i++;
        line(arguments.get(i)).ifPresent(lines::add);
      } else if (argument.startsWith("--")) {
        line(argument.substring(2)).ifPresent(lines::add);
      } else if (argument.startsWith("-c")) {
        line(argument.substring(2)).ifPresent(lines::add);
      }
    }
    return lines;
  }

  private static Optional<String> line(String setting) {
    int equals = setting.indexOf('=');
    String name = equals < 0 ? "" : setting.substring(0, equals).strip().replace('-', '_');
    return name.matches("[A-Za-z_][A-Za-z0-9_.]*")
        ? Optional.of(name + " = '" + setting.substring(equals + 1).replace("'", "''") + "'")
        : Optional.empty();
  }
}
