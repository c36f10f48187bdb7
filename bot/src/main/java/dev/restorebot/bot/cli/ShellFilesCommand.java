package dev.restorebot.bot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code restore-bot generate-shell-files DIR}: what a package installs for shells and man. */
@Command(
    name = "generate-shell-files",
    hidden = true,
    description = "Writes the man pages and the completion script into a folder, for packages.")
final class ShellFilesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder; made when it is missing.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    CommandLine root = spec.root().commandLine();
    Files.writeString(
        folder.resolve("restore-bot.bash"), AutoComplete.bash(spec.root().name(), root));
    manual(root);
    return ExitCodes.PASSED;
  }

  private void manual(CommandLine command) throws IOException {
    Files.writeString(
        folder.resolve(ManPage.name(command.getCommandSpec()) + ".1"), ManPage.of(command));
    for (CommandLine sub : command.getSubcommands().values()) {
      if (!sub.getCommandSpec().usageMessage().hidden()) {
        manual(sub);
      }
    }
  }
}
