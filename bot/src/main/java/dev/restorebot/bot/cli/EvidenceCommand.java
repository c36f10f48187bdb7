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
import picocli.CommandLine.Command;
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
        "Makes the key that signs reports and prints its public part.",
        "A key that is there is never overwritten."
      })
  int keygen() throws SettingsException, IOException {
    parent.quietLog();
    Path file = EvidenceFactory.keyFile(parent.settings());
    try {
      SigningKey key = SigningKey.generate(file);
      parent.err().println("The private key is in " + file + "; back it up where only you read.");
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
        "Says whether reports are as they were signed, and if not, where they differ.",
        "Needs no network and no state: only the files and the public key."
      })
  int verify(
      @Parameters(paramLabel = "FOLDER|FILE", description = "A report's folder, or an envelope.")
          Path path,
      @Option(names = "--key", required = true, paramLabel = "PUB.pem") Path key)
      throws IOException {
    parent.quietLog();
    if (!Files.exists(path)) {
      parent.err().println("There is no " + path + ".");
      return ExitCodes.USAGE;
    }
    EvidenceVerdict verdict = EvidenceCheck.verify(path, PublicKeyFile.read(key));
    verdict.about().forEach(line -> parent.out().println("Signed: " + line));
    verdict.notes().forEach(line -> parent.out().println("Note: " + line));
    verdict.problems().forEach(line -> parent.out().println("WRONG: " + line));
    parent
        .out()
        .println(
            verdict.whole()
                ? "Everything that was checked is unchanged since it was signed."
                : "This evidence is not to be relied on.");
    return verdict.whole() ? ExitCodes.PASSED : ExitCodes.CHECK_FAILED;
  }

  @Command(name = "list", description = "Lists the reports; verifies nothing.")
  int list() throws SettingsException, IOException {
    parent.quietLog();
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

  @Command(name = "export", description = "Copies a job's reports, all revisions.")
  int export(
      @Parameters(paramLabel = "JOB") String job,
      @Parameters(paramLabel = "DIR", description = "Made; must not be there yet.") Path to)
      throws SettingsException, IOException {
    parent.quietLog();
    try {
      if (reports().export(job, to)) {
        parent.out().println("Copied to " + to + ".");
        return ExitCodes.PASSED;
      }
      parent.err().println("There is no report of " + job + "; `restore-bot evidence list`.");
    } catch (FileAlreadyExistsException e) {
      parent.err().println(e.getMessage() + " is there already; name a new folder.");
    }
    return ExitCodes.USAGE;
  }

  private EvidenceList reports() throws SettingsException {
    return new EvidenceList(EvidenceFactory.folder(parent.settings()));
  }
}
