package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.SettingsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot restore}: takes what the runbook's {@code restore.sh} took. */
@Command(
    name = "restore",
    description = {
      "Does what the runbook's restore.sh did, from the same environment:",
      "MODE=test BACKUP_FILE=<path> [BACKUP_ENCRYPTION_KEY=<key>] restore-bot restore",
      "As there, the sandbox is left for inspection."
    })
final class RestoreCommand implements Callable<Integer> {
  @ParentCommand private RestoreBotCommand parent;

  @Override
  public Integer call() throws SettingsException {
    String mode = parent.environment().getOrDefault("MODE", "");
    String file = parent.environment().getOrDefault("BACKUP_FILE", "");
    if (!mode.equals("test")) {
      parent
          .err()
          .println(
              mode.equals("disaster")
                  ? "MODE=disaster is not something this command does yet: restore by the runbook"
                      + " until then. MODE=test works."
                  : "Set MODE=test (it is "
                      + (mode.isEmpty() ? "not set" : "\"" + mode + "\"")
                      + ").");
      return ExitCodes.USAGE;
    }
    if (file.isBlank()) {
      parent.err().println("Set BACKUP_FILE to the backup to restore.");
      return ExitCodes.USAGE;
    }
    return new SingleTest(parent).run(Path.of(file), Optional.empty(), false, true);
  }
}
