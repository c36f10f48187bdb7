package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.Settings;
import java.io.PrintStream;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The option that names a target of disaster restores. */
final class TargetOption {
  /** Says that there is no target, and what to do. */
  static final String NONE =
      "disaster.project is not set. Set it to the Compose project with the database, or set"
          + " disaster.kind and disaster.server for another server, or list several in targets.";

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "The target, one of targets in the settings; needed when there are several.")
  private Optional<String> given = Optional.empty();

  /** Returns the target's name; prints what is wrong and returns nothing if it names none. */
  Optional<String> name(Settings settings, PrintStream err) {
    Optional<String> fault = fault(settings);
    fault.ifPresent(err::println);
    return fault.isPresent()
        ? Optional.empty()
        : given.or(() -> settings.disasters().keySet().stream().findFirst());
  }

  private Optional<String> fault(Settings settings) {
    Set<String> names = settings.disasters().keySet();
    String known = " Targets: " + String.join(", ", names) + ".";
    if (names.isEmpty()) {
      return Optional.of(NONE);
    }
    if (given.isPresent() && !names.contains(given.get())) {
      return Optional.of("There is no target " + given.get() + "." + known);
    }
    return given.isEmpty() && names.size() > 1
        ? Optional.of("There are several targets. Add --target NAME." + known)
        : Optional.empty();
  }
}
