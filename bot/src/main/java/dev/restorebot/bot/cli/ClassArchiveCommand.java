package dev.restorebot.bot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code restore-bot generate-class-archive FILE}: what makes the next commands start faster. */
@Command(
    name = "generate-class-archive",
    hidden = true,
    description = "Writes the archive of classes that makes commands start faster, for packages.")
final class ClassArchiveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "The archive: beside restore-bot.jar, with .jsa in the place of .jar.")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path jar = Path.of(System.getProperty("java.class.path", ""));
    if (!jar.toString().endsWith(".jar")) {
      throw new ParameterException(
          spec.commandLine(), "This needs restore-bot.jar: classes in folders cannot be archived");
    }
    ClassArchive.write(jar, file);
    return ExitCodes.PASSED;
  }
}
