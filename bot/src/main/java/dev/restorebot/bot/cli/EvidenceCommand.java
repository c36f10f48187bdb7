package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.EvidenceFactory;
import dev.restorebot.engine.evidence.EvidenceCheck;
import dev.restorebot.engine.evidence.EvidenceList;
import dev.restorebot.engine.evidence.EvidenceVerdict;
import dev.restorebot.engine.evidence.PublicKeyFile;
import dev.restorebot.engine.evidence.SigningKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot evidence}. */
@Command(name = "evidence", description = "Signed reports of what was tested.")
final class EvidenceCommand {
  @ParentCommand private RestoreBotCommand parent;

  @Command(
      name = "keygen",
      description = {
        "Creates the key that signs reports and prints its public part.",
        "An existing key is never overwritten."
      })
  int keygen() throws SettingsException, IOException {
    parent.quietLog();
    Path file = EvidenceFactory.keyFile(parent.settingsWithoutChats());
    try {
      SigningKey key = SigningKey.generate(file);
      parent
          .err()
          .println(
              "The private key is in " + file + "; keep a backup where nobody else can read it.");
      parent.err().println("Give this public key to everyone who verifies reports:");
      parent.out().print(PublicKeyFile.text(key.publicKey()));
      parent.out().flush();
      return ExitCodes.PASSED;
    } catch (FileAlreadyExistsException e) {
      parent
          .err()
          .println(
              e.getMessage()
                  + " already exists and was not changed. To use a new key, move it away;"
                  + " keep its public part, for older reports verify with that only.");
      return ExitCodes.USAGE;
    }
  }

  @Command(
      name = "verify",
      description = {
        "Checks that reports are unchanged since they were signed, and shows where they differ.",
        "Needs no network and no state: only the files and the public key."
      })
  int verify(
      @Parameters(
              paramLabel = "FOLDER|FILE",
              description = "A report's folder, or its signed envelope.")
          Path path,
      @Option(
              names = "--key",
              required = true,
              paramLabel = "PUB.pem",
              description = "The public key that `restore-bot evidence keygen` printed.")
          Path key,
      @Mixin JsonOption json)
      throws IOException {
    parent.quietLog();
    if (!Files.exists(path)) {
      parent.err().println("There is no " + path + ".");
      return ExitCodes.USAGE;
    }
    EvidenceVerdict verdict = EvidenceCheck.verify(path, PublicKeyFile.read(key));
    if (json.wanted()) {
      parent
          .answers()
          .json(
              new Verified(verdict.whole(), verdict.about(), verdict.problems(), verdict.notes()));
    } else {
      print(verdict);
    }
    return verdict.whole() ? ExitCodes.PASSED : ExitCodes.CHECK_FAILED;
  }

  /** The answer for a program. */
  private record Verified(
      boolean whole, List<String> about, List<String> problems, List<String> notes) {}

  private void print(EvidenceVerdict verdict) {
    verdict.about().forEach(line -> parent.out().println("Signed: " + line));
    verdict.notes().forEach(line -> parent.out().println("Note: " + line));
    verdict.problems().forEach(line -> parent.out().println("WRONG: " + line));
    parent
        .out()
        .println(
            verdict.whole()
                ? "Everything that was checked is unchanged since it was signed."
                : "Do not rely on this evidence.");
  }

  @Command(name = "list", description = "Lists the reports; verifies nothing.")
  int list(@Mixin JsonOption json) throws SettingsException, IOException {
    parent.quietLog();
    if (json.wanted()) {
      parent.answers().json(reports().all());
      return ExitCodes.PASSED;
    }
    for (EvidenceList.Entry each : reports().all()) {
      parent
          .out()
          .printf(
              "%s  %s  %s  %s  revision %d, %s  %s%n",
              each.id(),
              each.writtenAt(),
              each.kind(),
              each.outcome(),
              each.revision(),
              each.signed() ? "signed" : "unsigned",
              each.backup());
    }
    return ExitCodes.PASSED;
  }

  @Command(name = "export", description = "Copies all revisions of a job's reports.")
  int export(
      @Parameters(paramLabel = "JOB", description = "The job's ID, such as k3m9x2.") String job,
      @Parameters(paramLabel = "DIR", description = "The folder to create; must not exist.")
          Path to)
      throws SettingsException, IOException {
    parent.quietLog();
    try {
      if (reports().export(job, to)) {
        parent.out().println("Copied to " + to + ".");
        return ExitCodes.PASSED;
      }
      parent
          .err()
          .println(
              parent.pasteable(
                  "There is no report of "
                      + job
                      + ". Run `restore-bot evidence list` to see the reports."));
    } catch (FileAlreadyExistsException e) {
      parent.err().println(e.getMessage() + " already exists. Name a new folder.");
    }
    return ExitCodes.USAGE;
  }

  private EvidenceList reports() throws SettingsException {
    return new EvidenceList(EvidenceFactory.folder(parent.settingsWithoutChats()));
  }
}
