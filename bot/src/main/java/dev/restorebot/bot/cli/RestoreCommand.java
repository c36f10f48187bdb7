package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.SettingsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot restore}: takes what the runbook's {@code restore.sh} took. */
@Command(
    name = "restore",
    description = {
      "Replaces the runbook's restore.sh: MODE=test BACKUP_FILE=<path> restore-bot restore.",
      "As there, both may also follow the command, BACKUP_ENCRYPTION_KEY is taken from"
          + " the environment, and the sandbox is left for inspection."
    })
final class RestoreCommand implements Callable<Integer> {
  private static final String EXAMPLE = "MODE=test BACKUP_FILE=<path> restore-bot restore";

  @ParentCommand private RestoreBotCommand parent;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME=VALUE",
      description = "MODE=test and BACKUP_FILE=<path>, when they are not in the environment.")
  private Map<String, String> written = new LinkedHashMap<>();

  @Override
  public Integer call() throws SettingsException {
    String file = value("BACKUP_FILE");
    Optional<String> refusal = refusal(value("MODE"), file);
    if (refusal.isPresent()) {
      parent.err().println(Plain.of(refusal.get()));
      return ExitCodes.USAGE;
    }
    return new SingleTest(parent)
        .run(
            new SingleTest.Wanted(
                Path.of(file), Optional.empty(), Optional.empty(), Optional.empty(), false, true));
  }

  private String value(String name) {
    return written.getOrDefault(name, parent.environment().getOrDefault(name, "")).strip();
  }

  private Optional<String> refusal(String mode, String file) {
    if (written.containsKey("BACKUP_ENCRYPTION_KEY")) {
      return Optional.of(
          "Nothing was started: every user of this machine can see a key on the command line, and"
              + " it stays in the shell's history. Export BACKUP_ENCRYPTION_KEY instead, and treat"
              + " this key as compromised.");
    }
    if (mode.equals("disaster")) {
      return Optional.of(
          "Nothing was started or stopped: a disaster restore needs the approval of two leads, and"
              + " CONFIRM=YES does not count as one. Request it in the chat (/restore disaster), or"
              + " run `restore-bot disaster plan FILE`, then `restore-bot disaster request`.");
    }
    if (!mode.equals("test")) {
      String is = mode.isEmpty() ? "MODE is not set" : "MODE is \"" + mode + "\"";
      return Optional.of("Nothing was started: " + is + ". Write " + EXAMPLE);
    }
    return file.isEmpty()
        ? Optional.of("Nothing was started: BACKUP_FILE is not set. Write " + EXAMPLE)
        : Optional.empty();
  }
}
