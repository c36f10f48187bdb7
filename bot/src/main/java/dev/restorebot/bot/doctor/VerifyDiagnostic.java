package dev.restorebot.bot.doctor;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.text.Counts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The scripts of {@code verify.after-restore} can be run on this machine, and grants are restored
 * where a role is configured, for every database.
 */
public record VerifyDiagnostic(Settings settings, Optional<String> searchPath)
    implements DiagnosticCheck {
  @Override
  public String name() {
    return "verify";
  }

  @Override
  public Finding examine() {
    Set<String> wrong = new LinkedHashSet<>();
    Set<Settings.AfterRestore> scripts = new LinkedHashSet<>();
    Settings.Verify general = settings.verify();
    place("verify", general, scripts, wrong, general.asRole().isPresent());
    for (String database : new TreeSet<>(settings.databases().keySet())) {
      Settings.Verify own = settings.verifyOf(database);
      boolean role = own.asRole().isPresent() && !own.asRole().equals(general.asRole());
      place("databases." + database, own, scripts, wrong, role);
    }
    return wrong.isEmpty()
        ? Finding.ok(name(), found(scripts.size()))
        : Finding.broken(
            name(),
            String.join("; ", wrong) + ".",
            "Until this is corrected, tests end with COULD NOT VERIFY. Create the files, or correct"
                + " the settings.");
  }

  private static String found(int scripts) {
    return scripts == 0
        ? "No scripts run after test restores."
        : Counts.of(scripts, "script") + " to run after test restores found.";
  }

  /** Adds what is wrong at one place of the settings, and the scripts that are new there. */
  private void place(
      String place,
      Settings.Verify verify,
      Set<Settings.AfterRestore> scripts,
      Set<String> wrong,
      boolean role) {
    for (Settings.AfterRestore script : verify.afterRestore()) {
      if (scripts.add(script)) {
        fault(script).ifPresent(fault -> wrong.add(place + ".after-restore: " + fault));
      }
    }
    if (role && !settings.restore().ownerAndPrivileges()) {
      wrong.add(place + ".as-role needs restore.owner-and-privileges: true");
    }
  }

  private Optional<String> fault(Settings.AfterRestore script) {
    if (script.sql().isPresent()) {
      Path file = script.sql().get();
      return Files.isRegularFile(file) && Files.isReadable(file)
          ? Optional.empty()
          : Optional.of("the file " + file + " does not exist or cannot be read");
    }
    String program = script.command().get(0);
    return candidates(program).stream().anyMatch(VerifyDiagnostic::isProgram)
        ? Optional.empty()
        : Optional.of("the program " + program + " does not exist or is not executable");
  }

  /** The files that the name of a program may mean. */
  private List<Path> candidates(String program) {
    if (program.contains("/")) {
      return List.of(Path.of(program));
    }
    return Stream.of(searchPath.orElse("").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .toList();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
